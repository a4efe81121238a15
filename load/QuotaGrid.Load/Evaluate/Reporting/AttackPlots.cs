using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Plans;
using ScottPlot;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>Pictures of what attacks come to, each the text of an SVG file.</summary>
public static class AttackPlots
{
    /// <summary>How much leaks over time, on logarithmic axes, a line for each defence: one attack under one seed.</summary>
    public static string Leak(string title, IReadOnlyList<(DefenceKind Kind, AttackResult Attack)> attacks)
    {
        ArgumentNullException.ThrowIfNull(attacks);
        using var plot = new Plot();

        // QuotaGrid comes first in lists, and is drawn last: an attack that it ends early is not hidden by the others, which go on as before.
        for (var i = attacks.Count - 1; i >= 0; i--)
        {
            var (kind, attack) = attacks[i];
            var points = attack.Curve.Where(point => point.Share > 0).ToArray();
            if (points.Length > 0)
            {
                var line = plot.Line(kind.Title, [.. points.Select(point => Drawing.Log(Math.Max(1, point.Second)))], [.. points.Select(point => Drawing.Log(point.Share))]);
                line.Color = plot.Add.Palette.GetColor(i);
                line.LineWidth = kind.Name == DefenceKinds.QuotaGrid ? 4 : 2;
            }
        }

        plot.Axes.Bottom.Decades(0, 7, value => Words.Time(value));
        plot.Axes.Left.Decades(-9, 0, value => Words.Share(value));
        plot.Axes.SetLimits(-0.1, 6.3, -9.1, 0.2);
        return plot.Finish(title, "time since the attack began", "registered numbers answered");
    }

    /// <summary>How soon an attack is seen, by the number of puppets.</summary>
    public static string Detection(PlanFigures plan, IReadOnlyList<AttackSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var plot = new Plot();
        foreach (var kind in summaries.Where(summary => summary.Plan == plan && summary.Scenario.Name.StartsWith("b.", StringComparison.Ordinal) && !summary.Scenario.IsCold)
            .GroupBy(summary => (summary.Kind, summary.Scenario.Order)))
        {
            var seen = kind.Where(summary => summary.Detection is not null).OrderBy(summary => summary.Scenario.Puppets).ToArray();
            if (seen.Length > 0)
            {
                var line = plot.Line($"{kind.Key.Kind.Title}, {(kind.Key.Order == SweepOrder.Random ? "random" : "in order")}",
                    [.. seen.Select(summary => Drawing.Log(summary.Scenario.Puppets))], [.. seen.Select(summary => Drawing.Log(Math.Max(1, summary.Detection!.Value)))]);
                line.MarkerSize = 7;
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
        foreach (var summary in summaries)
        {
            plot.Line(summary.Kind.Title, rates, [.. rates.Select(rate => summary.Roc.RecallAt(Math.Pow(10, rate)) ?? 0)]);
        }

        plot.Axes.Bottom.Decades(-5, 0, value => Words.Share(value));
        plot.Axes.SetLimits(-5.05, 0.05, -0.02, 1.02);
        return plot.Finish(title, "honest people above the threshold", "puppets above it");
    }
}
