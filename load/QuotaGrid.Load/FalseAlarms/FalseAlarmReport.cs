using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.FalseAlarms;

/// <summary>Turns what was measured into figures with gates.</summary>
public static class FalseAlarmReport
{
    /// <summary>The most of honest identities that may be convicted in a month.</summary>
    public const double MaxShare = 1e-4;

    /// <summary>Makes the report.</summary>
    public static Report Create(FalseAlarmSettings settings, IReadOnlyList<FalseAlarmResult> results, IReadOnlyList<SweepPoint> sweeps, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(sweeps);
        return new(FalseAlarmVerb.Name, settings.Seed, machine,
        [
            Figure.Of("identities", settings.Identities, "{identity}"),
            .. results.SelectMany(Alarms),
            .. sweeps.SelectMany(Targets),
        ]);
    }

    // Where the null hypothesis holds alpha itself is promised, to three standard errors; elsewhere what people may expect.
    private static IEnumerable<Figure> Alarms(FalseAlarmResult result) =>
        result.Scenario.AtBounds
            ? FalseAlarmRun.Alphas.Zip(result.Alarms, (alpha, alarms) => Figure.AtMost(
                string.Create(null, $"{result.Scenario.Name}.{alpha:0e-0}"),
                (double)alarms / result.Identities,
                "1",
                alpha + (3 * Math.Sqrt(alpha / result.Identities))))
            : [Figure.AtMost($"{result.Scenario.Name}.share", result.Share, "1", MaxShare)];

    private static IEnumerable<Figure> Targets(SweepPoint sweep) =>
    [
        Figure.Of(string.Create(null, $"sweep.{sweep.Bound}.{sweep.Share}.median"), sweep.Median, "{target}"),
        Figure.Of(string.Create(null, $"sweep.{sweep.Bound}.{sweep.Share}.p95"), sweep.P95, "{target}"),
    ];
}
