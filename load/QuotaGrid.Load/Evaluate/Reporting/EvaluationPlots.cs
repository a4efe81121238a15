using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Plans;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>An evaluation's pictures, each the text of an SVG file.</summary>
public static class EvaluationPlots
{
    private const int Width = 900;
    private const int Height = 480;

    // What is nothing has no logarithm: it is drawn at the lower edge.
    private const double LeastShare = 1e-9;

    /// <summary>How much leaks over time, on logarithmic axes, a line for each defence: one attack under one seed.</summary>
    public static string Leak(string title, IReadOnlyList<(DefenceKind Kind, AttackResult Attack)> attacks)
    {
        ArgumentNullException.ThrowIfNull(attacks);
        using var plot = new Plot();
        foreach (var (kind, attack) in attacks)
        {
            var points = attack.Curve.Where(point => point.Share > 0).ToArray();
            if (points.Length > 0)
            {
                Line(plot, kind.Title, [.. points.Select(point => Log(Math.Max(1, point.Second)))], [.. points.Select(point => Log(point.Share))]);
            }
        }

        Decades(plot.Axes.Bottom, 0, 7, value => Words.Time(value));
        Decades(plot.Axes.Left, -9, 0, value => Words.Share(value));
        plot.Axes.SetLimits(-0.1, 6.3, -9.1, 0.2);
        return Finish(plot, title, "time since the attack began", "registered numbers answered");
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
                var line = Line(plot, $"{kind.Key.Kind.Title}, {(kind.Key.Order == SweepOrder.Random ? "random" : "in order")}",
                    [.. seen.Select(summary => Log(summary.Scenario.Puppets))], [.. seen.Select(summary => Log(Math.Max(1, summary.Detection!.Value)))]);
                line.MarkerSize = 7;
            }
        }

        Decades(plot.Axes.Bottom, 1, 5, value => Words.Number(value, "N0"));
        Decades(plot.Axes.Left, 0, 7, value => Words.Time(value));
        plot.Axes.SetLimits(1.8, 4.2, -0.1, 6.3);
        return Finish(plot, $"Attack b on {plan.Name}: time to detection (no point: never)", "puppets", "first alert or denial");
    }

    /// <summary>Who of the honest people is denied anything, by group, bars on a logarithmic axis.</summary>
    public static string Honest(EvaluationResult result, PlanFigures plan)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var plot = new Plot();
        var kinds = result.Settings.Defences;
        var groups = AttackSummary.HonestOf(result, plan, kinds[0]).Groups;
        const double floor = -6;
        for (var kind = 0; kind < kinds.Count; kind++)
        {
            var shares = AttackSummary.HonestOf(result, plan, kinds[kind]).Groups;
            var bars = shares.Select((group, i) => new Bar
            {
                Position = i + ((kind - ((kinds.Count - 1) / 2.0)) * 0.8 / kinds.Count),
                Value = Math.Max(floor, Log(Math.Max(LeastShare, group.DeniedShare))),
                ValueBase = floor,
                Size = 0.7 / kinds.Count,
            });
            plot.Add.Bars(bars.ToArray()).LegendText = kinds[kind].Title;
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual([.. groups.Select((_, i) => (double)i)], [.. groups.Select(group => group.Name)]);
        Decades(plot.Axes.Left, (int)floor, 0, value => Words.Share(value));
        plot.Axes.SetLimits(-0.6, groups.Count - 0.4, floor, 0.1);
        return Finish(plot, $"Honest people of {plan.Name} who were denied anything", "", "share of the group");
    }

    /// <summary>How many puppets each defence's score finds at the price of how many honest people.</summary>
    public static string Roc(string title, IReadOnlyList<AttackSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        using var plot = new Plot();
        double[] rates = [.. Enumerable.Range(0, 51).Select(i => -5 + (i / 10.0))];
        foreach (var summary in summaries)
        {
            Line(plot, summary.Kind.Title, rates, [.. rates.Select(rate => summary.Roc.RecallAt(Math.Pow(10, rate)) ?? 0)]);
        }

        Decades(plot.Axes.Bottom, -5, 0, value => Words.Share(value));
        plot.Axes.SetLimits(-5.05, 0.05, -0.02, 1.02);
        return Finish(plot, title, "honest people above the threshold", "puppets above it");
    }

    /// <summary>How full the blocks of a region are, a cell for each, before an attack and by its end.</summary>
    public static string Heat(RegionFill region)
    {
        ArgumentNullException.ThrowIfNull(region);
        const int side = 40;
        using var plot = new Plot();
        var rows = (region.Before.Count + side - 1) / side;

        // Two maps beside each other in one, so that a colour means the same in both.
        var cells = new double[rows, (2 * side) + 2];
        for (var row = 0; row < rows; row++)
        {
            (cells[row, side], cells[row, side + 1]) = (double.NaN, double.NaN);
            for (var column = 0; column < side; column++)
            {
                var block = Math.Min(region.Before.Count - 1, (row * side) + column);
                cells[row, column] = region.Before[block] / (double)PlanFigures.BlockSize;
                cells[row, side + 2 + column] = region.During[block] / (double)PlanFigures.BlockSize;
            }
        }

        var map = plot.Add.Heatmap(cells);
        map.Colormap = new ScottPlot.Colormaps.Viridis();
        plot.Add.ColorBar(map).Label = "numbers asked for";
        plot.Axes.Bottom.TickGenerator = new NumericManual([side / 2.0, (1.5 * side) + 2], ["before", "by the end"]);
        plot.Axes.Left.TickGenerator = new EmptyTickGenerator();
        return Finish(plot, $"The 1,000 blocks of the first region: {region.Title}", "", "");
    }

    private static ScottPlot.Plottables.Scatter Line(Plot plot, string name, double[] x, double[] y)
    {
        var line = plot.Add.Scatter(x, y);
        line.LegendText = name;
        line.LineWidth = 2;
        line.MarkerSize = 0;
        return line;
    }

    private static double Log(double value) => Math.Log10(Math.Max(LeastShare, value));

    private static void Decades(IAxis axis, int from, int to, Func<double, string> label)
    {
        var decades = Enumerable.Range(from, to - from + 1).ToArray();
        axis.TickGenerator = new NumericManual([.. decades.Select(decade => (double)decade)], [.. decades.Select(decade => label(Math.Pow(10, decade)))]);
    }

    private static string Finish(Plot plot, string title, string x, string y)
    {
        plot.Title(title);
        plot.XLabel(x);
        plot.YLabel(y);
        if (plot.Legend.GetItems().Length > 0)
        {
            plot.ShowLegend(Edge.Right);
        }

        return plot.GetSvgXml(Width, Height).ReplaceLineEndings("\n");
    }
}
