using QuotaGrid.Load.Faults.Cluster;
using QuotaGrid.Load.Faults.Network;
using QuotaGrid.Load.Processes;
using static QuotaGrid.Load.Faults.Cluster.FaultCluster;

namespace QuotaGrid.Load.Faults.Scenarios;

/// <summary>Hosts that do not reach each other, or not well.</summary>
internal static class NetworkFaults
{
    private const double HungWithinSeconds = 10;
    private const double CutSeconds = 30;
    private const double LossShare = 0.05;

    private static readonly Link Slow = new(0, TimeSpan.FromMilliseconds(100));
    private static readonly Link SlowDatabase = new(0, TimeSpan.FromMilliseconds(250));

    public static readonly IReadOnlyList<FaultScenario> All =
    [
        new("lost-node", "one silo's host reaches nobody for 30 s", FaultSite.Network, (cluster, _, stop) => CutAsync(cluster, hosts => hosts.Network!.Hosts, "everybody", stop))
        {
            DeclaredWithinSeconds = HungWithinSeconds,
        },
        new("partition-silos", "one silo does not reach the others for 30 s, but the database and gateways", FaultSite.Network, (cluster, _, stop) => CutAsync(cluster, hosts => hosts.Silos, "the other silos", stop))
        {
            DeclaredWithinSeconds = HungWithinSeconds,
        },
        new("partition-database", "one silo does not reach the database for 30 s, but the others and gateways", FaultSite.Network, CutDatabaseAsync),
        new("loss", "5 % of all packets are lost for 20 s", FaultSite.Network, (cluster, _, stop) => SpoilAsync(cluster, new Link(LossShare, TimeSpan.Zero), "5 % of all packets are lost", stop)),
        new("delay", "200 ms there and back between all hosts for 20 s", FaultSite.Network, (cluster, _, stop) => SpoilAsync(cluster, Slow, "every packet takes 100 ms", stop)),
        new("database-slow", "500 ms to the database and back for 20 s", FaultSite.Network, SlowDatabaseAsync),
    ];

    private static async Task CutAsync(FaultCluster cluster, Func<FaultHosts, IEnumerable<ProcessHost>> others, string whom, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        cluster.SetLinks(0, others, Link.Cut, $"silo 0 is cut off from {whom}");
        await Task.WhenAll(cluster.DeclaredDeadAsync(0, stop), WaitAsync(CutSeconds, stop));
        cluster.SetLinks(0, others, default, $"silo 0 reaches {whom} again");
        await WaitAsync(FaultScenario.AfterSeconds, stop);
    }

    private static async Task CutDatabaseAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        cluster.SetLinks(0, hosts => [hosts.Database], Link.Cut, "silo 0 is cut off from the database");
        await WaitAsync(CutSeconds, stop);
        cluster.SetLinks(0, hosts => [hosts.Database], default, "silo 0 reaches the database again");
        await WaitAsync(FaultScenario.AfterSeconds, stop);
        await cluster.CountEvictedAsync(stop);
    }

    private static async Task SpoilAsync(FaultCluster cluster, Link link, string what, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        cluster.SetAllLinks(link, what);
        await WaitAsync(20, stop);
        cluster.SetAllLinks(default, "the network is well again");
        await WaitAsync(FaultScenario.AfterSeconds, stop);
        await cluster.CountEvictedAsync(stop);
    }

    private static async Task SlowDatabaseAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        cluster.SetDatabaseLinks(SlowDatabase, "every packet from and to the database takes 250 ms");
        await WaitAsync(20, stop);
        cluster.SetDatabaseLinks(default, "the database is as fast as before");
        await WaitAsync(FaultScenario.AfterSeconds, stop);
        await cluster.CountEvictedAsync(stop);
    }
}
