using QuotaGrid.Core.Targets;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace QuotaGrid.Load.Errors;

/// <summary>The measured errors beside the theoretical ones, as a picture: targets on a logarithmic axis, per cent on the other.</summary>
public static class ErrorPlot
{
    /// <summary>What the picture's file is called.</summary>
    public const string FileName = "error.svg";

    private const int Width = 900;
    private const int Height = 520;
    private const int Decades = 6;

    /// <summary>Draws the picture.</summary>
    /// <returns>The text of an SVG file.</returns>
    public static string Draw(IReadOnlyList<ErrorPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        using var plot = new Plot();
        var theory = Enumerable.Range(0, (20 * Decades) + 1).Select(i => i / 20.0).ToArray();
        var line = plot.Add.ScatterLine(theory, [.. theory.Select(x => 100 * TargetSketchModel.RelativeError(Math.Pow(10, x)))], Colors.Black);
        line.LegendText = "theory";
        line.LineWidth = 2;
        foreach (var series in points.Where(point => point.Series != ErrorPoint.Novel).GroupBy(point => point.Series))
        {
            var places = series.Select(point => Math.Log10(point.Targets)).ToArray();
            var rmse = plot.Add.ScatterPoints(places, series.Select(point => 100 * point.Rmse).ToArray());
            rmse.LegendText = $"RMSE, {series.Key}";
            rmse.MarkerSize = 7;
            var bias = plot.Add.Scatter(places, series.Select(point => 100 * point.Bias).ToArray(), rmse.Color);
            bias.LegendText = $"bias, {series.Key}";
            bias.MarkerShape = MarkerShape.OpenCircle;
            bias.LinePattern = LinePattern.Dotted;
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. Enumerable.Range(0, Decades + 1).Select(decade => (double)decade)],
            ["1", "10", "100", "1,000", "10,000", "100,000", "1,000,000"]);
        plot.Axes.SetLimits(-0.1, Decades + 0.1, -0.3, 2.6);
        plot.XLabel("different targets in the window");
        plot.YLabel("relative error, %");
        plot.Title("Error of the target sketch (15,360 bytes)");
        plot.ShowLegend(Edge.Right);
        return plot.GetSvgXml(Width, Height).ReplaceLineEndings("\n");
    }
}
