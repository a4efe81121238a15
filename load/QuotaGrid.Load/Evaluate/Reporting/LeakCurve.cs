using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>What had leaked by when, over all seeds: at each moment the median and the 95th percentile.</summary>
public sealed class LeakCurve
{
    private const int PointsPerDecade = 24;

    // Ten million seconds are four months.
    private const int Decades = 7;

    /// <summary>Lays curves over each other.</summary>
    /// <param name="curves">Of each seed the seconds and the share that was answered by then; in the order of time.</param>
    public LeakCurve(IReadOnlyList<IReadOnlyList<(double Second, double Share)>> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        var end = curves.Max(curve => curve[^1].Second);
        double[] seconds = [.. Enumerable.Range(0, (PointsPerDecade * Decades) + 1).Select(i => Math.Pow(10, (double)i / PointsPerDecade)).TakeWhile(second => second < end), end];
        Points = [.. seconds.Select(second => Of(second, [.. curves.Select(curve => At(curve, second))]))];
    }

    /// <summary>Seconds of the attack, and what had leaked by then.</summary>
    public IReadOnlyList<(double Second, double Median, double High)> Points { get; }

    private static (double Second, double Median, double High) Of(double second, double[] shares) => (second, Percentile.Of(shares, 0.5)!.Value, Percentile.Of(shares, 0.95)!.Value);

    private static double At(IReadOnlyList<(double Second, double Share)> curve, double second)
    {
        var share = 0.0;
        foreach (var point in curve)
        {
            if (point.Second > second)
            {
                break;
            }

            share = point.Share;
        }

        return share;
    }
}
