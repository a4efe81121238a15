using System.Globalization;
using System.Text;
using QuotaGrid.Load.Evaluate.Costs;
using QuotaGrid.Load.Evaluate.Evasion;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>Ways around the defence, and what defences cost, as tables in Markdown.</summary>
public static class EvasionTable
{
    /// <summary>Writes what came of evasions.</summary>
    public static string Write(IReadOnlyList<EvasionResult> evasions)
    {
        ArgumentNullException.ThrowIfNull(evasions);
        if (evasions.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        text.Append("""

            ## Evasions (e)

            Overshoot is the most that was admitted in any window beyond what the limit lets pass, in percent; what is negative was left of it. Where permits are lent, what a limit lets pass has the time of a lease
            in it; `leaseless` is without.

            | evasion | figure | value | at most | |
            |---|---|--:|--:|---|

            """);
        foreach (var (evasion, figure) in evasions.SelectMany(evasion => evasion.Figures.Select(figure => (evasion, figure))))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {evasion.Name} | {figure.Name} | {Shown(figure, figure.Value)} | {(figure.Most is { } most ? Shown(figure, most) : "")} | {GateTable.Met(figure.Most is null ? null : figure.Value <= figure.Most)} |\n");
        }

        text.Append('\n');
        foreach (var evasion in evasions)
        {
            text.Append(CultureInfo.InvariantCulture, $"- `{evasion.Name}`: {evasion.Description}\n");
        }

        return text.ToString();
    }

    /// <summary>Writes what defences cost.</summary>
    public static string Write(IReadOnlyList<DefenceCost> costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        if (costs.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        text.Append("""

            ## What it costs

            What a decision adds to a request of an honest person (mostly a whole book), in the process that decides and without any network; and what is kept of an identity in memory after five days, 40 bytes of the runner's
            own among it. What all share, as the bits of everything that was ever asked for, is not counted.

            | defence | p50 | p99 | bytes per identity |
            |---|--:|--:|--:|

            """);
        foreach (var cost in costs)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {cost.Kind.Title} | {1e6 * cost.Median:0.#} µs | {1e6 * cost.High:0.#} µs | {cost.BytesPerIdentity:N0} |\n");
        }

        return text.ToString();
    }

    private static string Shown(EvasionFigure figure, double value) => figure.Unit switch
    {
        "%" => Words.Number(value is < 0 and > -0.0005 ? 0 : value, "0.###") + " %",
        "1" => Words.Share(value),
        _ => Words.Number(value, "#,0.##"),
    };
}
