using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Simulation;

/// <summary>Turns runs into figures with gates.</summary>
public static class SimulationReport
{
    /// <summary>Makes the report.</summary>
    public static Report Create(int seed, SimulationTally tally, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(tally);
        return new("simulate", seed, machine,
        [
            Figure.Of("runs", tally.Runs, "{run}"),
            Figure.AtMost("violations", tally.Violations, "{run}", 0),
            Figure.Of("virtual.hours", tally.VirtualSeconds / 3600.0, "h"),
            Figure.Of("decisions", tally.Decisions, "{request}"),
            .. tally.Mixes.Select(Utilisation),
            Figure.Of("runs.rate", Rate(tally.Runs, tally), "{run}/s"),
            Figure.Of("events.rate", Rate(tally.Events, tally), "{event}/s"),
            Figure.Of("decisions.rate", Rate(tally.Decisions, tally), "{request}/s"),
        ]);
    }

    private static double? Rate(long count, SimulationTally tally) => tally.RealSeconds > 0 ? count / tally.RealSeconds : null;

    /// <summary>What was admitted of what the policies allow and was asked for.</summary>
    private static Figure Utilisation(MixTally mix) =>
        Figure.Of($"{char.ToLowerInvariant(mix.Mix.ToString()[0])}{mix.Mix.ToString()[1..]}.utilisation", mix.Allowed > 0 ? mix.Admitted / mix.Allowed : null, "1");
}
