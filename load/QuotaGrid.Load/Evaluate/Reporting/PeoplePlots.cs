using QuotaGrid.Load.Evaluate.Plans;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>Pictures of honest people and of what a region sees, each the text of an SVG file.</summary>
public static class PeoplePlots
{
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
            var color = Drawing.ColorOf(kind);
            var bars = shares.Select((group, i) => new Bar
            {
                Position = i + ((kind - ((kinds.Count - 1) / 2.0)) * 0.8 / kinds.Count),
                Value = Math.Max(floor, Drawing.Log(group.DeniedShare)),
                ValueBase = floor,
                Size = 0.7 / kinds.Count,
                FillColor = color,
            });
            plot.Add.Bars(bars.ToArray()).LegendText = kinds[kind].Title;
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual([.. groups.Select((_, i) => (double)i)], [.. groups.Select(group => group.Name)]);
        plot.Axes.Left.Decades((int)floor, 0, value => Words.Share(value));
        plot.Axes.SetLimits(-0.6, groups.Count - 0.4, floor, 0.1);
        return plot.Finish($"Honest people of {plan.Name} who were denied anything", "", "share of the group");
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
        return plot.Finish("The blocks of the first region", "", "");
    }
}
