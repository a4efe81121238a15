using QuotaGrid.Load.Faults.Cluster;
using static QuotaGrid.Load.Faults.Cluster.FaultCluster;

namespace QuotaGrid.Load.Faults.Scenarios;

/// <summary>A database that goes, comes back, has no space, or lets nobody in.</summary>
internal static class DatabaseFaults
{
    private const int DiskMegabytes = 160;

    public static readonly IReadOnlyList<FaultScenario> All =
    [
        new("database", "PostgreSQL gone for 20 s", FaultSite.Loopback, (cluster, _, stop) => StopAsync(cluster, 20, stop)),
        new("database-restart", "PostgreSQL crashes and is started again at once", FaultSite.Loopback, (cluster, _, stop) => StopAsync(cluster, 0, stop)) { IsQuick = true },
        new("disk-full", "no space on PostgreSQL's disk for 20 s, for data and log", new FaultSite { DiskMegabytes = DiskMegabytes }, FillAsync),
        new("connections", "every connection to PostgreSQL taken by others for 20 s, those of the silos ended", FaultSite.Loopback, TakeAsync),
    ];

    private static async Task StopAsync(FaultCluster cluster, double seconds, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        await cluster.StopDatabaseAsync(stop);
        await WaitAsync(seconds, stop);
        await cluster.StartDatabaseAsync(stop);
        await WaitAsync(FaultScenario.AfterSeconds, stop);
    }

    private static async Task FillAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        cluster.FillDisk(full: true);
        await WaitAsync(20, stop);
        cluster.FillDisk(full: false);

        // Where there is no space for its log it ends, and whoever runs it starts it again.
        await cluster.StartDatabaseAsync(stop);
        await WaitAsync(FaultScenario.AfterSeconds, stop);
    }

    private static async Task TakeAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        await using (await cluster.TakeConnectionsAsync(stop))
        {
            await WaitAsync(20, stop);
        }

        cluster.Note("they are free again");
        await WaitAsync(FaultScenario.AfterSeconds, stop);
    }
}
