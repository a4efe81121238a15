using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>How the pictures of an evaluation are drawn: alike.</summary>
internal static class Drawing
{
    private const int Width = 900;
    private const int Height = 520;

    // What is nothing has no logarithm: it is drawn at the lower edge.
    private const double LeastShare = 1e-9;

    // Okabe and Ito's colours, which colour-blind people tell apart (jfly.uni-koeln.de/color, 2008); the first, QuotaGrid's, is nobody else's neighbour.
    private static readonly Color[] Colors = [.. new[] { "#0072B2", "#56B4E9", "#E69F00", "#CC79A7", "#009E73", "#D55E00", "#7F7F7F" }.Select(hex => Color.FromHex(hex))];

    // Lines that lie on each other show through each other's gaps.
    private static readonly LinePattern[] Patterns =
        [LinePattern.Solid, LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed, LinePattern.Solid, LinePattern.Dashed];

    /// <summary>The colour of a defence.</summary>
    /// <param name="place">Its place among the defences, QuotaGrid first.</param>
    public static Color ColorOf(int place) => Colors[place % Colors.Length];

    /// <summary>Draws a defence's line.</summary>
    public static Scatter Line(this Plot plot, string name, int place, double[] x, double[] y)
    {
        var line = plot.Add.Scatter(x, y);
        line.LegendText = name;
        line.Color = ColorOf(place);
        line.LineWidth = place == 0 ? 4 : 2.5f;
        line.LinePattern = Patterns[place % Patterns.Length];
        line.MarkerSize = 0;
        return line;
    }

    /// <summary>Puts a point at a line's end, where an attack was over.</summary>
    public static void MarkEnd(this Scatter line, Plot plot, int place)
    {
        var end = line.Data.GetScatterPoints()[^1];
        plot.Add.Marker(end.X, end.Y, MarkerShape.FilledCircle, place == 0 ? 9 : 6, ColorOf(place));
    }

    /// <summary>Fills what is between a defence's two lines.</summary>
    public static void Band(this Plot plot, int place, double[] x, double[] low, double[] high)
    {
        var band = plot.Add.FillY(x, low, high);
        band.FillColor = ColorOf(place).WithAlpha(0.2);
        band.LineWidth = 0;
    }

    /// <summary>Where a value is on a logarithmic axis.</summary>
    public static double Log(double value) => Math.Log10(Math.Max(LeastShare, value));

    /// <summary>Puts a tick at each power of ten.</summary>
    public static void Decades(this IAxis axis, int from, int to, Func<double, string> label)
    {
        var decades = Enumerable.Range(from, to - from + 1).ToArray();
        axis.TickGenerator = new NumericManual([.. decades.Select(decade => (double)decade)], [.. decades.Select(decade => label(Math.Pow(10, decade)))]);
    }

    /// <summary>Adds titles and legend, and writes the picture.</summary>
    public static string Finish(this Plot plot, string title, string x, string y)
    {
        plot.Title(title);
        plot.Axes.Title.Label.FontSize = 17;
        plot.XLabel(x, 14);
        plot.YLabel(y, 14);
        plot.Axes.Bottom.TickLabelStyle.FontSize = 13;
        plot.Axes.Left.TickLabelStyle.FontSize = 13;
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Grid.MajorLineColor = Color.FromHex("#000000").WithAlpha(0.08);
        var items = plot.Legend.GetItems();
        if (items.Length > 0)
        {
            // Above each other and under the chart, so that long names take nothing of its width.
            plot.Legend.FontSize = 13;
            plot.Legend.Orientation = Orientation.Horizontal;
            plot.Legend.OutlineWidth = 0;
            plot.Legend.ShadowColor = Color.FromHex("#00000000");
            plot.ShowLegend(Edge.Bottom);
        }

        return plot.GetSvgXml(Width, Height).ReplaceLineEndings("\n");
    }
}
