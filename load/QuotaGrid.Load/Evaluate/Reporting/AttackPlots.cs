using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Plans;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>Pictures of what attacks come to, each the text of an SVG file.</summary>
public static class AttackPlots
{
    // Where what never came is drawn, on a logarithmic axis of seconds: behind 115 days.
    private const double Never = 7;

    /// <summary>How much leaks over time, on logarithmic axes, a line for each defence, over all seeds: the median, and up to the 95th percentile.</summary>
    public static string Leak(string title, IReadOnlyList<AttackSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        using var plot = new Plot();

        // QuotaGrid comes first in lists, and is drawn last: an attack that it ends early is not hidden by the others, which go on as before.
        var least = -3.0;
        for (var i = summaries.Count - 1; i >= 0; i--)
        {
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

            plot.Line(i, seconds, shares);
            plot.MarkEnd(i, seconds[^1], shares[^1]);
        }

        if (summaries.SelectMany(summary => summary.Gates).FirstOrDefault(gate => gate.Figure == GateFigure.Exposed) is { } gate)
        {
            plot.Bound(Drawing.Log(gate.Bound), "gate: QuotaGrid must stay below", 0);
        }

        plot.Axes.Bottom.Seconds();
        plot.Axes.Left.Decades(-9, 0, Drawing.Power);
        plot.Axes.SetLimits(-0.1, 6.6, Math.Floor(least) - 0.1, 0.2);
        return plot.Finish(title, "time since the attack began; a point where it was over", "registered numbers answered (E)", Titles(summaries));
    }

    /// <summary>How soon an attack is seen, by the number of puppets.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="order">In which order the plan is swept.</param>
    /// <param name="summaries">All attacks.</param>
    public static string Detection(PlanFigures plan, SweepOrder order, IReadOnlyList<AttackSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(summaries);
        using var plot = new Plot();
        var kinds = summaries.Select(summary => summary.Kind).Distinct().ToArray();
        var attacks = summaries.Where(summary => summary.Plan == plan && IsSplit(summary.Scenario, order)).ToLookup(summary => summary.Kind);
        for (var i = kinds.Length - 1; i >= 0; i--)
        {
            // Side by side a little, where many never see it.
            var aside = 0.012 * (i - ((kinds.Length - 1) / 2.0));
            var points = attacks[kinds[i]].OrderBy(summary => summary.Scenario.Puppets).ToArray();
            plot.Line(
                i,
                [.. points.Select(summary => Drawing.Log(summary.Scenario.Puppets) + aside)],
                [.. points.Select(summary => summary.Detection is { } seconds ? Drawing.Log(Math.Max(1, seconds)) : Never)]);
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual([2, 3, 4], ["100", "1,000", "10,000"]);
        plot.Axes.Left.Seconds((Never, "never"));
        plot.Axes.SetLimits(1.9, 4.1, -0.2, Never + 0.2);
        return plot.Finish(
            $"Attack b on {plan.Name}, {(order == SweepOrder.Random ? "in random order" : "in order")}: how soon it is seen", "puppets", "first alert, or first denial", [.. kinds.Select(kind => kind.Title)]);
    }

    /// <summary>How many puppets each defence's score finds at the price of how many honest people.</summary>
    public static string Roc(string title, IReadOnlyList<AttackSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        using var plot = new Plot();
        double[] rates = [.. Enumerable.Range(0, 101).Select(i => -5 + (i / 20.0))];
        for (var i = summaries.Count - 1; i >= 0; i--)
        {
            plot.Line(i, rates, [.. rates.Select(rate => summaries[i].Roc.RecallAt(Math.Pow(10, rate)) ?? 0)]);
        }

        plot.Axes.Left.TickGenerator = new NumericManual([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"]);
        plot.Axes.Bottom.Decades(-5, 0, Drawing.Power);
        plot.Axes.SetLimits(-5.05, 0.15, -0.03, 1.03);
        return plot.Finish(title, "honest people above the threshold", "puppets above it", Titles(summaries));
    }

    private static bool IsSplit(AttackScenario scenario, SweepOrder order) =>
        scenario.Name.StartsWith("b.", StringComparison.Ordinal) && scenario.Order == order && !scenario.IsCold && scenario.SharesClient;

    private static string[] Titles(IReadOnlyList<AttackSummary> summaries) => [.. summaries.Select(summary => summary.Kind.Title)];
}
