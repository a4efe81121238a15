using System.Globalization;
using System.Text;

namespace QuotaGrid.Load.Errors;

/// <summary>The measured errors beside the theoretical ones, as Markdown.</summary>
public static class ErrorTable
{
    /// <summary>Writes the table.</summary>
    public static string Write(ErrorSettings settings, IReadOnlyList<ErrorPoint> points)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(points);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # The error of the target sketch

            {settings.Runs:N0} sketches, seed {settings.Seed}, made by

                dotnet run -c Release --project load/QuotaGrid.Load -- error --seed {settings.Seed}{(settings.Runs == ErrorSettings.FullRuns ? "" : " --quick")} --out FOLDER

            RMSE is the root mean square of the relative error, bias its mean, theory the relative standard error from the Fisher information
            (`TargetSketchModel.RelativeError`). It is a bound for very few targets: one is always counted as one. In brackets: too few runs to tell.

            ![measured and theoretical error]({ErrorPlot.FileName})

            ## How many different targets are in a window

            """);
        foreach (var series in points.Where(point => point.Series != ErrorPoint.Novel).GroupBy(point => point.Series))
        {
            text.Append(CultureInfo.InvariantCulture, $"\nThe window sees {Describe(series.Key)}.\n\n");
            text.Append("| asked for | in the window | RMSE | theory | RMSE / theory | bias |\n|--:|--:|--:|--:|--:|--:|\n");
            AppendRows(text, series);
        }

        text.Append(CultureInfo.InvariantCulture, $"""

            ## How many of {ErrorSettings.NovelBatch:N0} more targets are new

            Each one whose cell is free counts as many as the weight says. Theory is the root of the summed (weight - 1), over {ErrorSettings.NovelBatch:N0}.


            """);
        text.Append("| known before | new | RMSE | theory | RMSE / theory | bias |\n|--:|--:|--:|--:|--:|--:|\n");
        AppendRows(text, points.Where(point => point.Series == ErrorPoint.Novel));
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void AppendRows(StringBuilder text, IEnumerable<ErrorPoint> points)
    {
        foreach (var point in points)
        {
            var ratio = (point.Rmse / point.Theory).ToString("0.000", CultureInfo.InvariantCulture);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {point.Asked:N0} | {point.Targets:N0} | {Percent(point.Rmse)} | {Percent(point.Theory)} | {(point.Tellable ? ratio : $"({ratio})")} | {Percent(point.Bias)} |\n");
        }
    }

    private static string Percent(double share) => (100 * share).ToString("0.000", CultureInfo.InvariantCulture) + " %";

    private static string Describe(string series) => series == "all" ? "all targets" : $"the last {series} of the targets";
}
