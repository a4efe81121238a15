using QuotaGrid.Load.Faults.Cluster;
using static QuotaGrid.Load.Faults.Cluster.FaultCluster;

namespace QuotaGrid.Load.Faults.Scenarios;

/// <summary>Silos that die, hang, and are replaced.</summary>
internal static class SiloFaults
{
    private const double KilledWithinSeconds = 3;
    private const double HungWithinSeconds = 10;

    public static readonly IReadOnlyList<FaultScenario> All =
    [
        new("none", "nothing, for comparison", FaultSite.Loopback, (_, quick, stop) => WaitAsync(quick ? 15 : 30, stop)) { IsQuick = true, IsHarmless = true },
        new("kill", "kill -9 of one silo", FaultSite.Loopback, KillAsync) { IsQuick = true, DeclaredWithinSeconds = KilledWithinSeconds },
        new("stop", "SIGSTOP of one silo for 30 s, then it goes on", FaultSite.Loopback, (cluster, _, stop) => FreezeAsync(cluster, 30, stop)) { DeclaredWithinSeconds = HungWithinSeconds },
        new("stop-short", "SIGSTOP of one silo for 4 s, which is no reason to declare it dead", FaultSite.Loopback, StallAsync) { IsQuick = true },
        new("roll", "every silo replaced, one by one: a new one is ready, then SIGTERM of the old one", FaultSite.Loopback, (cluster, _, stop) => RollAsync(cluster, cluster.Settings.Program, stop)) { IsHarmless = true },
        new("kill-all", "every silo replaced, one by one: kill -9, a new one", FaultSite.Loopback, KillAllAsync),
        new("kill-together", "kill -9 of all silos at once, then new ones elsewhere", FaultSite.Loopback, KillTogetherAsync),
        new("versions", "silos of another build (--previous) replaced by these, one by one, and one back again", new FaultSite { IsPrevious = true }, VersionsAsync) { IsOnlyNamed = true, IsHarmless = true },
    ];

    private static async Task KillAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        cluster.Kill(0);
        await cluster.DeclaredDeadAsync(0, stop);
        await WaitAsync(FaultScenario.AfterSeconds, stop);
    }

    private static async Task FreezeAsync(FaultCluster cluster, double seconds, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        cluster.Freeze(0);
        await Task.WhenAll(cluster.DeclaredDeadAsync(0, stop), WaitAsync(seconds, stop));
        cluster.Thaw(0);
        await WaitAsync(FaultScenario.AfterSeconds, stop);
    }

    private static async Task StallAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        cluster.Freeze(0);
        await WaitAsync(4, stop);
        cluster.Thaw(0);
        await WaitAsync(FaultScenario.AfterSeconds, stop);
        await cluster.CountEvictedAsync(stop);
    }

    private static async Task RollAsync(FaultCluster cluster, string program, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        for (var place = 0; place < SiloCount; place++)
        {
            await cluster.RollAsync(place, program, stop);
        }

        await WaitAsync(FaultScenario.AfterSeconds, stop);
    }

    private static async Task VersionsAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await RollAsync(cluster, cluster.CurrentProgram, stop);
        await cluster.RollAsync(0, cluster.Settings.Program, stop);
        await WaitAsync(FaultScenario.AfterSeconds, stop);
    }

    private static async Task KillAllAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        for (var place = 0; place < SiloCount; place++)
        {
            cluster.Kill(place);
            await cluster.ReplaceAsync(place, stop);
        }

        await WaitAsync(FaultScenario.AfterSeconds, stop);
    }

    private static async Task KillTogetherAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        for (var place = 0; place < SiloCount; place++)
        {
            cluster.Kill(place);
        }

        await Task.WhenAll(Enumerable.Range(0, SiloCount).Select(place => cluster.ReplaceAsync(place, stop)));
        await WaitAsync(FaultScenario.AfterSeconds, stop);
    }
}
