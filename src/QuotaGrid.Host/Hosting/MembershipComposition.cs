using Orleans.Configuration;

namespace QuotaGrid.Host.Hosting;

/// <summary>When a silo of a cluster counts as dead. <c>load/results/faults.md</c> has what it comes to.</summary>
internal static class MembershipComposition
{
    // A killed silo refuses connections at once, so two probes that fail are a second or two.
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);
    private const int MissedProbes = 2;

    // Whatever it says on a connection within these times the missed probes counts for a silo that only seems dead: it is starved of processors, or collecting garbage. So one that hangs is out after that.
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(3);

    // Members that do not say so in the table within three of these do not count as voters, nor are they waited for: after all silos died at once, new ones join that much later.
    private static readonly TimeSpan AliveInterval = TimeSpan.FromSeconds(5);

    // Silos tell each other; this is for those that were not told.
    private static readonly TimeSpan TableRefresh = TimeSpan.FromSeconds(10);

    /// <summary>Sets it.</summary>
    public static void TuneMembership(this ISiloBuilder silo) => silo.Configure<ClusterMembershipOptions>(membership =>
    {
        (membership.ProbeTimeout, membership.MinProbeTimeout, membership.MaxProbeTimeout) = (Probe, Probe, LongestProbe);
        membership.NumMissedProbesLimit = MissedProbes;
        membership.IAmAliveTablePublishTimeout = AliveInterval;
        membership.TableRefreshTimeout = TableRefresh;
    });
}
