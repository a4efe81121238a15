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
        foreach (var figure in EvaluationReport.Create(result, new("", 0, 0, "", "")).Figures.Where(figure => figure.Gate is not null && figure.Name.Contains(".honest.", StringComparison.Ordinal)))
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
                $"| {summary.Scenario.Name} | {summary.Plan.Name} | {NameOf(gate.Figure)} | {Shown(gate.Figure, summary.MedianOf(gate.Figure))} | {Shown(gate.Figure, value)} | at {(isLeast ? "least" : "most")} {Shown(gate.Figure, gate.Bound)} | {summary.Seeds} | {Met(isLeast ? value >= gate.Bound : value <= gate.Bound)} |\n");
        }

        return text.ToString();
    }

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

    private static string Met(bool? met) => met == true ? "met" : "**MISSED**";
}
