using ScottPlot;
using ScottPlot.TickGenerators;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>How the pictures of an evaluation are drawn: alike.</summary>
internal static class Drawing
{
    private const int Width = 900;
    private const int Height = 540;
    private const string Font = "DejaVu Sans";

    // Lines that lie on each other are told by their markers, which stand at another place on each. A line of so many points is marked at each.
    private const int MarkEvery = 21;
    private const int MarkNext = 3;
    private const float MarkerSize = 9;

    // What is nothing has no logarithm: it is drawn at the lower edge.
    private const double LeastShare = 1e-9;

    // Okabe and Ito's colours, which colour-blind people tell apart (jfly.uni-koeln.de/color, 2008).
    private static readonly Color[] Colors = [.. new[] { "#0072B2", "#56B4E9", "#E69F00", "#CC79A7", "#009E73", "#D55E00", "#7F7F7F" }.Select(hex => Color.FromHex(hex))];

    private static readonly MarkerShape[] Shapes =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.Asterisk,
    ];

    private static readonly (double Seconds, string Text)[] Times =
        [(1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3_600, "1 h"), (36_000, "10 h"), (86_400, "1 d"), (7 * 86_400, "7 d"), (30 * 86_400, "30 d")];

    /// <summary>The colour of a defence.</summary>
    /// <param name="place">Its place among the defences, QuotaGrid first.</param>
    public static Color ColorOf(int place) => Colors[place % Colors.Length];

    /// <summary>Draws a defence's line.</summary>
    public static void Line(this Plot plot, int place, double[] x, double[] y)
    {
        var line = plot.Add.ScatterLine(x, y, ColorOf(place));
        line.LineWidth = WidthOf(place);
        int[] marked = [.. Enumerable.Range(0, x.Length).Where(i => x.Length < MarkEvery || i % MarkEvery == MarkNext * place % MarkEvery)];
        plot.Add.Markers(marked.Select(i => x[i]).ToArray(), marked.Select(i => y[i]).ToArray(), ShapeOf(place), MarkerSize, ColorOf(place));
    }

    /// <summary>Puts a point at a line's end, where an attack was over.</summary>
    public static void MarkEnd(this Plot plot, int place, double x, double y) =>
        plot.Add.Marker(x, y, MarkerShape.FilledCircle, place == 0 ? 13 : MarkerSize, ColorOf(place));

    /// <summary>Fills what is between a defence's two lines.</summary>
    public static void Band(this Plot plot, int place, double[] x, double[] low, double[] high)
    {
        var band = plot.Add.FillY(x, low, high);
        band.FillColor = ColorOf(place).WithAlpha(0.2);
        band.LineWidth = 0;
    }

    /// <summary>Draws the bound of a promise.</summary>
    public static void Bound(this Plot plot, double y, string text, double x)
    {
        var line = plot.Add.HorizontalLine(y, 1.5f, Color.FromHex("#444444"));
        line.ExcludeFromLegend = true;
        var label = plot.Add.Text(text, x, y);
        label.LabelFontName = Font;
        label.LabelFontSize = 12;
        label.LabelFontColor = Color.FromHex("#444444");
        label.LabelAlignment = Alignment.LowerLeft;
    }

    /// <summary>Where a value is on a logarithmic axis.</summary>
    public static double Log(double value) => Math.Log10(Math.Max(LeastShare, value));

    /// <summary>Puts a tick at each power of ten.</summary>
    public static void Decades(this IAxis axis, int from, int to, Func<int, string> label)
    {
        var decades = Enumerable.Range(from, to - from + 1).ToArray();
        axis.TickGenerator = new NumericManual([.. decades.Select(decade => (double)decade)], [.. decades.Select(label)]);
    }

    /// <summary>Puts ticks at times that people know, on a logarithmic axis of seconds.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="more">Others beside them, where they are on the axis.</param>
    public static void Seconds(this IAxis axis, params (double At, string Text)[] more)
    {
        (double At, string Text)[] ticks = [.. Times.Select(time => (Log(time.Seconds), time.Text)), .. more];
        axis.TickGenerator = new NumericManual([.. ticks.Select(tick => tick.At)], [.. ticks.Select(tick => tick.Text)]);
    }

    /// <summary>A power of ten: <c>10⁻⁴</c>, and shares from a thousandth on in percent.</summary>
    public static string Power(int decade) => decade >= -3
        ? Words.Number(Math.Pow(10, decade + 2), "0.#") + " %"
        : "10⁻" + string.Concat((-decade).ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));

    /// <summary>Adds titles and a legend, and writes the picture.</summary>
    /// <param name="plot">The picture.</param>
    /// <param name="title">Its title.</param>
    /// <param name="x">What lies on the axis at the bottom.</param>
    /// <param name="y">What lies on the axis at the left.</param>
    /// <param name="legend">What is drawn: the names in the order of defences.</param>
    /// <param name="isFilled">Whether it is drawn as areas, and not as lines.</param>
    public static string Finish(this Plot plot, string title, string x, string y, IReadOnlyList<string>? legend = null, bool isFilled = false)
    {
        plot.Font.Set(Font);
        plot.Title(title, 17);
        plot.XLabel(x, 14);
        plot.YLabel(y, 14);
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 13;
        plot.Axes.Left.TickLabelStyle.FontSize = 13;
        plot.HideFrame();
        plot.Grid.MajorLineColor = Color.FromHex("#000000").WithAlpha(0.1);
        if (legend is not null)
        {
            // Under the chart, so that long names take nothing of its width.
            plot.Legend.ManualItems.Clear();
            plot.Legend.ManualItems.AddRange(legend.Select((name, place) => ItemOf(name, place, isFilled)));
            plot.Legend.FontSize = 13;
            plot.Legend.Orientation = Orientation.Horizontal;
            plot.Legend.OutlineWidth = 0;
            plot.Legend.ShadowColor = Color.FromHex("#000000").WithAlpha(0);
            plot.Legend.ShowItemsFromHiddenPlottables = false;
            plot.ShowLegend(Edge.Bottom);
        }

        // Where the font is not to be had, Verdana is as wide. Cells of a map stay cells, however large they are shown.
        return plot.GetSvgXml(Width, Height).ReplaceLineEndings("\n")
            .Replace($"font-family=\"{Font}\"", $"font-family=\"{Font}, Verdana, sans-serif\"", StringComparison.Ordinal)
            .Replace("<image ", "<image style=\"image-rendering:pixelated\" ", StringComparison.Ordinal);
    }

    private static LegendItem ItemOf(string name, int place, bool isFilled) => isFilled
        ? new() { LabelText = name, FillColor = ColorOf(place), LineWidth = 0 }
        : new() { LabelText = name, LineColor = ColorOf(place), LineWidth = WidthOf(place), MarkerStyle = new(ShapeOf(place), MarkerSize, ColorOf(place)) };

    private static MarkerShape ShapeOf(int place) => Shapes[place % Shapes.Length];

    private static float WidthOf(int place) => place == 0 ? 4 : 2;

    private static void HideFrame(this Plot plot)
    {
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
    }
}
