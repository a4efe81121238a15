using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Plans;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>Pictures of what attacks come to, each the text of an SVG file.</summary>
public static class AttackPlots
{
    /// <summary>How much leaks over time, on logarithmic axes, a line for each defence; of QuotaGrid, which meets many worlds, the median and up to the 95th percentile.</summary>
    public static string Leak(string title, IReadOnlyList<AttackSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        using var plot = new Plot();

        // QuotaGrid comes first in lists, and is drawn last: an attack that it ends early is not hidden by the others, which go on as before.
        var least = 0.0;
        for (var i = summaries.Count - 1; i >= 0; i--)
        {
            var kind = summaries[i].Kind;
            var points = summaries[i].Leak.Points.Where(point => point.Median > 0).ToArray();
            if (points.Length == 0)
            {
                continue;
            }

            least = Math.Min(least, Drawing.Log(points[0].Median));
            double[] seconds = [.. points.Select(point => Drawing.Log(Math.Max(1, point.Second)))];
            double[] shares = [.. points.Select(point => Drawing.Log(point.Median))];
            if (summaries[i].Seeds > 1)
            {
                plot.Band(i, seconds, shares, [.. points.Select(point => Drawing.Log(point.High))]);
            }

            plot.Line(kind.Title, i, seconds, shares).MarkEnd(plot, i);
        }

        plot.Axes.Bottom.Decades(0, 7, value => Words.Time(value));
        plot.Axes.Left.Decades(-9, 0, value => Words.Share(value));
        plot.Axes.SetLimits(-0.1, 6.3, Math.Floor(least) - 0.1, 0.2);
        return plot.Finish(title, "time since the attack began", "registered numbers answered (E)");
    }

    /// <summary>How soon an attack is seen, by the number of puppets.</summary>
    public static string Detection(PlanFigures plan, IReadOnlyList<AttackSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(summaries);
        using var plot = new Plot();
        var kinds = summaries.Select(summary => summary.Kind).Distinct().ToList();
        foreach (var kind in summaries.Where(summary => summary.Plan == plan && summary.Scenario.Name.StartsWith("b.", StringComparison.Ordinal) && !summary.Scenario.IsCold && summary.Scenario.SharesClient)
            .GroupBy(summary => (summary.Kind, summary.Scenario.Order)))
        {
            var place = kinds.IndexOf(kind.Key.Kind);
            var seen = kind.Where(summary => summary.Detection is not null).OrderBy(summary => summary.Scenario.Puppets).ToArray();
            if (seen.Length > 0)
            {
                var line = plot.Line($"{kind.Key.Kind.Title}, {(kind.Key.Order == SweepOrder.Random ? "random" : "in order")}", place,
                    [.. seen.Select(summary => Drawing.Log(summary.Scenario.Puppets))], [.. seen.Select(summary => Drawing.Log(Math.Max(1, summary.Detection!.Value)))]);
                line.MarkerSize = 9;
                line.LinePattern = kind.Key.Order == SweepOrder.Random ? LinePattern.Dashed : LinePattern.Solid;
            }
        }

        plot.Axes.Bottom.Decades(1, 5, value => Words.Number(value, "N0"));
        plot.Axes.Left.Decades(0, 7, value => Words.Time(value));
        plot.Axes.SetLimits(1.8, 4.2, -0.1, 6.3);
        return plot.Finish($"Attack b on {plan.Name}: time to detection (no point: never)", "puppets", "first alert or denial");
    }

    /// <summary>How many puppets each defence's score finds at the price of how many honest people.</summary>
    public static string Roc(string title, IReadOnlyList<AttackSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        using var plot = new Plot();
        double[] rates = [.. Enumerable.Range(0, 51).Select(i => -5 + (i / 10.0))];
        for (var i = summaries.Count - 1; i >= 0; i--)
        {
            plot.Line(summaries[i].Kind.Title, i, rates, [.. rates.Select(rate => summaries[i].Roc.RecallAt(Math.Pow(10, rate)) ?? 0)]);
        }

        plot.Axes.Left.TickGenerator = new NumericManual([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"]);
        plot.Axes.Bottom.Decades(-5, 0, value => Words.Share(value));
        plot.Axes.SetLimits(-5.05, 0.05, -0.02, 1.02);
        return plot.Finish(title, "honest people above the threshold", "puppets above it");
    }
}
