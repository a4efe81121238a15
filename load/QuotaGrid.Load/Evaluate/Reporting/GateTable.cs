using System.Globalization;
using System.Text;
using QuotaGrid.Load.Evaluate.Attacks;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>The gates of an evaluation and whether they were met, as a table in Markdown.</summary>
public static class GateTable
{
    /// <summary>Writes the table.</summary>
    public static string Write(EvaluationResult result, IReadOnlyList<AttackSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(summaries);
        var text = new StringBuilder();
        text.Append("| scenario | plan | figure | median | p95, of recall p5 | gate | seeds | |\n|---|---|---|--:|--:|--:|--:|---|\n");
        foreach (var figure in result.Settings.Plans.SelectMany(plan => EvaluationReport.HonestFigures(result, plan, result.Settings.Defences[0])).Where(figure => figure.Gate is not null))
        {
            // People of all seeds are counted together: there is no median of a few denied ones.
            text.Append(
                CultureInfo.InvariantCulture,
                $"| honest | {figure.Name.Split('.')[0]} | {figure.Name.Split('.')[3]}, denied in a month | {Words.Share(figure.Value)} | | at most {Words.Share(figure.Gate)} | {result.Settings.Seeds} | {Met(figure.Met)} |\n");
        }

        foreach (var (summary, gate) in summaries.SelectMany(summary => summary.Gates.Select(gate => (summary, gate))))
        {
            var value = summary.ValueOf(gate.Figure);
            var isLeast = gate.Figure == GateFigure.Recall;
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {summary.Scenario.Name} | {summary.Plan.Name} | {NameOf(gate.Figure)} | {Shown(gate.Figure, summary.MedianOf(gate.Figure))} | {Shown(gate.Figure, value)} | at {(isLeast ? "least" : "most")} {Shown(gate.Figure, gate.Bound)} | {summary.Seeds} | {Met((isLeast ? value >= gate.Bound : value <= gate.Bound) == true)} |\n");
        }

        foreach (var evasion in result.Evasions)
        {
            var gated = evasion.Figures.Where(figure => figure.Most is not null).ToArray();
            var worst = gated.Where(figure => figure.Unit == "%").Select(figure => (double?)figure.Value).Max();
            text.Append(
                CultureInfo.InvariantCulture,
                $"| e | | {evasion.Name}: {gated.Length} promises | {(worst is null ? "" : worst <= 0 ? "no overshoot" : $"overshoot {Words.Number(worst.Value, "0.##")} %")} | | hold | 1 | {Met(evasion.Holds)} |\n");
        }

        return text.ToString();
    }

    /// <summary>Whether a promise was kept, in a word; nothing where none was made.</summary>
    public static string Met(bool? met) => met switch { true => "met", false => "**MISSED**", null => "" };

    private static string NameOf(GateFigure figure) => figure switch
    {
        GateFigure.Exposed => "E",
        GateFigure.Detection => "detection",
        GateFigure.UsefulPerPuppet => "useful lookups of a puppet",
        _ => "recall in 7 days",
    };

    private static string Shown(GateFigure figure, double? value) => figure switch
    {
        GateFigure.Detection => Words.Time(value),
        GateFigure.UsefulPerPuppet => value is null ? "-" : Words.Number(value.Value, "0.#"),
        _ => Words.Share(value),
    };
}
