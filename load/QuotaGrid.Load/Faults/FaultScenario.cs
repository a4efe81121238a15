using QuotaGrid.Load.Faults.Cluster;
using static QuotaGrid.Load.Faults.Cluster.FaultCluster;

namespace QuotaGrid.Load.Faults;

/// <summary>What is done to a cluster while its gateways are asked more than the limits let in.</summary>
/// <param name="Name">Its name, which is also the cluster's.</param>
/// <param name="Description">What is done, for people.</param>
/// <param name="IsQuick">Whether <c>--quick</c> runs it.</param>
/// <param name="RunAsync">Does it, from the first request to the last.</param>
public sealed record FaultScenario(string Name, string Description, bool IsQuick, Func<FaultCluster, bool, CancellationToken, Task> RunAsync)
{
    private const double BeforeSeconds = 15;
    private const double QuickBeforeSeconds = 10;
    private const double AfterSeconds = 25;
    private const double QuickAfterSeconds = 16;

    /// <summary>All of them, in the order in which they run.</summary>
    public static readonly IReadOnlyList<FaultScenario> All =
    [
        new("none", "nothing, for comparison", true, (_, quick, stop) => WaitAsync(quick ? 15 : 45, stop)),
        new("kill", "kill -9 of one silo", true, KillAsync),
        new("roll", "every silo replaced, one by one: SIGTERM, end, a new one", false, RollAsync),
        new("kill-all", "every silo replaced, one by one: kill -9, a new one", false, KillAllAsync),
        new("stop", "SIGSTOP of one silo for 30 s (--quick: 10 s)", true, (cluster, quick, stop) => FreezeAsync(cluster, quick, quick ? 10 : 30, stop)),
        new("stop-long", "SIGSTOP of one silo for 90 s: the others declare it dead and take over, then it goes on", false, (cluster, quick, stop) => FreezeAsync(cluster, quick, 90, stop)),
        new("database", "PostgreSQL gone for 20 s", false, DatabaseAsync),
    ];

    private static async Task KillAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(quick ? QuickBeforeSeconds : BeforeSeconds, stop);
        cluster.Kill(0);
        await WaitAsync(quick ? QuickAfterSeconds : AfterSeconds, stop);
    }

    private static async Task RollAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(BeforeSeconds, stop);
        for (var place = 0; place < SiloCount; place++)
        {
            await cluster.StopAsync(place, stop);
            await cluster.ReplaceAsync(place, stop);
        }

        await WaitAsync(AfterSeconds, stop);
    }

    private static async Task KillAllAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(BeforeSeconds, stop);
        for (var place = 0; place < SiloCount; place++)
        {
            cluster.Kill(place);
            await cluster.ReplaceAsync(place, stop);
        }

        await WaitAsync(AfterSeconds, stop);
    }

    private static async Task FreezeAsync(FaultCluster cluster, bool quick, double seconds, CancellationToken stop)
    {
        await WaitAsync(quick ? QuickBeforeSeconds : BeforeSeconds, stop);
        cluster.Freeze(0);
        await WaitAsync(seconds, stop);
        cluster.Thaw(0);
        await WaitAsync(quick ? QuickBeforeSeconds : AfterSeconds, stop);
    }

    private static async Task DatabaseAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(BeforeSeconds, stop);
        await cluster.StopDatabaseAsync(stop);
        await WaitAsync(20, stop);
        await cluster.StartDatabaseAsync(stop);
        await WaitAsync(AfterSeconds, stop);
    }
}
