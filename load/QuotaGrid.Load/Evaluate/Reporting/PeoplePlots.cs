using QuotaGrid.Load.Evaluate.Plans;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>Pictures of honest people and of what a region sees, each the text of an SVG file.</summary>
public static class PeoplePlots
{
    // The lower edge of a logarithmic axis of shares, where nobody is.
    private const int Nobody = -6;

    private static readonly Dictionary<string, string> GroupTitles = new()
    {
        ["all"] = "everybody",
        ["signup"] = "signed up\nlately",
        ["reinstall"] = "reinstalled",
        ["p99book"] = "largest 1 %\nof books",
        ["business"] = "businesses",
        ["sharedaddress"] = "250 at one\naddress",
        ["operatoraddress"] = "operator's\naddress",
        ["newphone"] = "newest\nphone",
    };

    /// <summary>Who of the honest people is denied anything, by group, bars on a logarithmic axis.</summary>
    public static string Honest(EvaluationResult result, PlanFigures plan)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(plan);
        using var plot = new Plot();
        var kinds = result.Settings.Defences;
        var groups = AttackSummary.HonestOf(result, plan, kinds[0]).Groups;
        for (var kind = 0; kind < kinds.Count; kind++)
        {
            var color = Drawing.ColorOf(kind);
            var bars = AttackSummary.HonestOf(result, plan, kinds[kind]).Groups.Select((group, i) => new Bar
            {
                Position = i + ((kind - ((kinds.Count - 1) / 2.0)) * 0.84 / kinds.Count),

                // A stub says that there is a bar, and that it is of nobody.
                Value = group.Denied == 0 ? Nobody + 0.05 : Math.Max(Nobody + 0.1, Drawing.Log(group.DeniedShare)),
                ValueBase = Nobody,
                Size = 0.8 / kinds.Count,
                FillColor = color,
                LineWidth = 0,
            });
            plot.Add.Bars(bars.ToArray());
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. groups.Select((_, i) => (double)i)], [.. groups.Select(group => GroupTitles.GetValueOrDefault(group.Name, group.Name))]);
        plot.Axes.Left.Decades(Nobody, 0, decade => decade == Nobody ? "0" : Drawing.Power(decade));
        plot.Axes.SetLimits(-0.6, groups.Count - 0.4, Nobody, 0.15);
        plot.Bound(Drawing.Log(EvaluationReport.MaxDenied), "gate for everybody before QuotaGrid", -0.55);
        return plot.Finish($"Honest people of {plan.Name} who were denied anything in a month", "", "share of the group", [.. kinds.Select(kind => kind.Title)], isFilled: true);
    }

    /// <summary>How full the blocks of a region are, a cell for each: maps beside each other, in which a colour means the same.</summary>
    public static string Heat(RegionFill region)
    {
        ArgumentNullException.ThrowIfNull(region);
        const int Side = 25;
        const int Gap = 2;
        using var plot = new Plot();
        var rows = (region.Maps[0].Filled.Count + Side - 1) / Side;
        var cells = new double[rows, (region.Maps.Count * (Side + Gap)) - Gap];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < cells.GetLength(1); column++)
            {
                var (map, at) = Math.DivRem(column, Side + Gap);
                var block = (row * Side) + at;
                cells[row, column] = at < Side && block < region.Maps[map].Filled.Count ? region.Maps[map].Filled[block] / (double)PlanFigures.BlockSize : double.NaN;
            }
        }

        var heat = plot.Add.Heatmap(cells);
        heat.Colormap = new ScottPlot.Colormaps.Viridis();
        heat.ManualRange = new(0, 1);
        heat.NaNCellColor = Color.FromHex("#FFFFFF");
        var bar = plot.Add.ColorBar(heat);
        bar.Axis.TickGenerator = new NumericManual([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"]);
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. region.Maps.Select((_, i) => (i * (Side + Gap)) + ((Side - 1) / 2.0))], [.. region.Maps.Select(map => map.Title)]);
        plot.Axes.Left.TickGenerator = new EmptyTickGenerator();
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Axes.Bottom.FrameLineStyle.Width = 0;
        plot.Axes.SetLimits(-1, cells.GetLength(1), -1, rows);
        plot.HideGrid();
        return plot.Finish($"How much was asked for in each of the first {region.Maps[0].Filled.Count:N0} blocks", "", "");
    }
}
