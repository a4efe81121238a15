using System.Diagnostics;
using QuotaGrid.Core.Identities;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Live.Cost;

/// <summary>A sweep of the whole plan in random order by many identities that nobody stops, as fast as the cluster lets them: how many messages between silos and regions it costs, and what silos keep.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="universe">The numbers.</param>
/// <param name="regions">How many regions they are in.</param>
public sealed class PlanSweep(LiveCluster cluster, LiveUniverse universe, int regions)
{
    private const int Identities = 1_000;
    private const int Batch = 1_000;
    private const int Outstanding = 16;
    private const string Exchanges = "quotagrid_coverage_exchanges_total";
    private const string Failed = "quotagrid_result=\"failed\"";

    // What was marked last is told in the next second.
    private static readonly TimeSpan Told = TimeSpan.FromSeconds(2);

    private long _asked;

    /// <summary>Sweeps.</summary>
    /// <param name="span">How long.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<Figure>> MeasureAsync(TimeSpan span, CancellationToken cancellation)
    {
        await using var gateway = await EmbeddedClient.StartAsync(cluster, cancellation);
        var order = new SeededPermutation(universe.World.Plan.Numbers, SeededHash.Key(universe.World.Seed, "plan sweep"));
        var (before, failedBefore, busy, began) = (await CountAsync(null, cancellation), await CountAsync(Failed, cancellation), cluster.SiloProcessorTime, Stopwatch.GetTimestamp());
        await Parallel.ForAsync(0, Outstanding, cancellation, async (_, stop) =>
        {
            while (Stopwatch.GetElapsedTime(began) < span)
            {
                var first = Interlocked.Add(ref _asked, Batch) - Batch;
                var targets = Enumerable.Range(0, Batch).Select(i => universe.TextOf((int)order[first + i])).ToArray();
                await gateway.DecideAsync(new DecisionRequest(Identity.Parse($"sweep-{first / Batch % Identities}"), LivePolicies.Watched, targets), stop);
            }
        });
        var swept = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await Task.Delay(Told, TimeProvider.System, cancellation);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var exchanges = await CountAsync(null, cancellation) - before;
        return
        [
            Figure.Of("sweep.rate", _asked / swept, "{target}/s"),
            Figure.AtMost("sweep.messages.rate", exchanges / seconds, "{message}/s", regions * LiveCluster.SiloCount),
            Figure.Of("sweep.messages.failed", await CountAsync(Failed, cancellation) - failedBefore, "{message}"),
            Figure.Of("sweep.targets.per.message", _asked / exchanges, "{target}"),
            Figure.Of("sweep.silo", (cluster.SiloProcessorTime - busy).TotalMicroseconds / _asked, "us"),
            Figure.Of("sweep.coverage.regions", await cluster.SumOfSilosAsync("quotagrid_coverage_regions", null, cancellation) / LiveCluster.SiloCount, "{region}"),
            Figure.Of("sweep.coverage.memory", await cluster.SumOfSilosAsync("quotagrid_coverage_size_bytes", null, cancellation) / LiveCluster.SiloCount, "By"),
        ];
    }

    private Task<double> CountAsync(string? label, CancellationToken cancellation) => cluster.SumOfSilosAsync(Exchanges, label, cancellation);
}
