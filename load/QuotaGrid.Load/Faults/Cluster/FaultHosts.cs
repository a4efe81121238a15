using QuotaGrid.Load.Faults.Network;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>Which process of a cluster is where.</summary>
/// <param name="Network">The network that the hosts are of; null when all are this machine.</param>
public sealed record FaultHosts(FaultNetwork? Network)
{
    /// <summary>How many hosts a network needs.</summary>
    public const int Count = 1 + FaultCluster.SiloCount + FaultPopulation.Gateways;

    /// <summary>The database's.</summary>
    public FaultHost Database => At(0);

    /// <summary>Those of the silos.</summary>
    public IEnumerable<FaultHost> Silos => Enumerable.Range(0, FaultCluster.SiloCount).Select(Silo);

    /// <summary>Those of the gateways.</summary>
    public IEnumerable<FaultHost> Gateways => Enumerable.Range(0, FaultPopulation.Gateways).Select(Gateway);

    /// <summary>A silo's.</summary>
    public FaultHost Silo(int place) => At(1 + place);

    /// <summary>A gateway's.</summary>
    public FaultHost Gateway(int place) => At(1 + FaultCluster.SiloCount + place);

    private FaultHost At(int place) => Network?.Hosts[place] ?? FaultHost.Loopback;
}
