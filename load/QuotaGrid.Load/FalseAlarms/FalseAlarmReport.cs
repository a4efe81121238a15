using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.FalseAlarms;

/// <summary>Turns what was measured into figures with gates.</summary>
public static class FalseAlarmReport
{
    /// <summary>The alpha that is kept also where people differ, contacts come in clumps and votes are poisoned.</summary>
    public const double Alpha = 1e-4;

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

    // To three standard errors. Where the null hypothesis holds every alpha is promised; where it does not, one.
    private static IEnumerable<Figure> Alarms(FalseAlarmResult result) =>
        result.Scenario.AtBounds
            ? FalseAlarmRun.Alphas.Zip(result.Alarms, (alpha, alarms) => AtMost(result, alpha, alarms))
            : [.. FalseAlarmRun.Alphas.Zip(result.Alarms, (alpha, alarms) => (alpha, alarms)).Where(pair => pair.alpha == Alpha).Select(pair => AtMost(result, pair.alpha, pair.alarms)), Figure.Of($"{result.Scenario.Name}.share", result.Share, "1")];

    private static Figure AtMost(FalseAlarmResult result, double alpha, int alarms)
    {
        var (name, share) = (string.Create(null, $"{result.Scenario.Name}.{alpha:0e-0}"), (double)alarms / result.Identities);
        return result.Scenario.IsBeyond ? Figure.Of(name, share, "1") : Figure.AtMost(name, share, "1", alpha + (3 * Math.Sqrt(alpha / result.Identities)));
    }

    private static IEnumerable<Figure> Targets(SweepPoint sweep) =>
    [
        Figure.Of(string.Create(null, $"sweep.{sweep.Bound}.{sweep.Share}.median"), sweep.Median, "{target}"),
        Figure.Of(string.Create(null, $"sweep.{sweep.Bound}.{sweep.Share}.p95"), sweep.P95, "{target}"),
    ];
}
