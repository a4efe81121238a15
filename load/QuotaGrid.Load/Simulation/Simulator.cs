using System.Diagnostics;

namespace QuotaGrid.Load.Simulation;

/// <summary>Makes one run after the other.</summary>
public static class Simulator
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    /// <summary>Makes the runs, on one core, so that their rate says something.</summary>
    /// <param name="settings">Which.</param>
    /// <param name="progress">Takes a line every few seconds, and one for each run in which a promise was broken.</param>
    /// <param name="cancellation">Ends it between two runs.</param>
    public static SimulationTally Make(SimulationSettings settings, Action<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(progress);
        var tally = new SimulationTally();
        var clock = Stopwatch.StartNew();
        var shown = TimeSpan.Zero;
        for (var i = 0; i < settings.Seeds && clock.Elapsed < settings.Longest; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var result = SimulationRun.Make(Scenario.Draw(settings.FirstSeed + i));
            tally.Add(result);
            if (result.Violation is not null && tally.Violations <= SimulationTally.MaxViolated)
            {
                progress($"{result.Scenario}\n    {result.Violation}");
            }

            if (clock.Elapsed - shown >= ProgressInterval)
            {
                shown = clock.Elapsed;
                progress($"{shown.TotalSeconds,6:0} s  {tally.Runs,9:N0} runs  {tally.Violations} violations  {tally.Runs / shown.TotalSeconds,6:0.0} runs/s");
            }
        }

        tally.RealSeconds = clock.Elapsed.TotalSeconds;
        return tally;
    }
}
