using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>How the pictures of an evaluation are drawn: alike.</summary>
internal static class Drawing
{
    private const int Width = 900;
    private const int Height = 480;

    // What is nothing has no logarithm: it is drawn at the lower edge.
    private const double LeastShare = 1e-9;

    /// <summary>Draws a line.</summary>
    public static Scatter Line(this Plot plot, string name, double[] x, double[] y)
    {
        var line = plot.Add.Scatter(x, y);
        line.LegendText = name;
        line.LineWidth = 2;
        line.MarkerSize = 0;
        return line;
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
        plot.XLabel(x);
        plot.YLabel(y);
        if (plot.Legend.GetItems().Length > 0)
        {
            plot.ShowLegend(Edge.Right);
        }

        return plot.GetSvgXml(Width, Height).ReplaceLineEndings("\n");
    }
}
