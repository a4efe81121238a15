using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Errors;

/// <summary>Turns measured errors into figures with gates.</summary>
public static class ErrorReport
{
    /// <summary>The most that a measured error may be, as a multiple of the theoretical one.</summary>
    public const double MaxOfTheory = 1.1;

    /// <summary>The most that a bias may be, as a share of the theoretical error: no more than that it adds 2 % to it.</summary>
    public const double MaxBiasOfTheory = 0.2;

    /// <summary>Makes the report.</summary>
    public static Report Create(ErrorSettings settings, IReadOnlyList<ErrorPoint> points, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(points);
        return new("error", settings.Seed, machine,
        [
            Figure.Of("runs", settings.Runs, "{run}"),
            .. points.Select(Rmse),
            .. points.GroupBy(point => point.Series).Select(Bias),
        ]);
    }

    // What cannot be told from so many runs is shown, and promised by the points beside it.
    private static Figure Rmse(ErrorPoint point)
    {
        var name = $"{point.Series}.{point.Asked}.rmse";
        return point.Tellable
            ? Figure.AtMost(name, point.Rmse, "1", MaxOfTheory * point.Theory)
            : Figure.Of(name, point.Rmse, "1");
    }

    private static Figure Bias(IGrouping<string, ErrorPoint> series) => Figure.AtMost(
        $"{series.Key}.bias.max", series.Max(point => Math.Abs(point.Bias) / point.Theory), "{rmse}", MaxBiasOfTheory);
}
