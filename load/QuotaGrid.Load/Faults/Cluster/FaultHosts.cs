using QuotaGrid.Load.Faults.Network;
using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>Which process of a cluster is where.</summary>
/// <param name="Network">The network that the hosts are of; null when all are this machine.</param>
public sealed record FaultHosts(FaultNetwork? Network)
{
    /// <summary>How many hosts a network needs.</summary>
    public const int Count = 1 + FaultCluster.SiloCount + FaultPopulation.Gateways;

    /// <summary>The database's.</summary>
    public ProcessHost Database => At(0);

    /// <summary>Those of the silos.</summary>
    public IEnumerable<ProcessHost> Silos => Enumerable.Range(0, FaultCluster.SiloCount).Select(Silo);

    /// <summary>Those of the gateways.</summary>
    public IEnumerable<ProcessHost> Gateways => Enumerable.Range(0, FaultPopulation.Gateways).Select(Gateway);

    /// <summary>A silo's.</summary>
    public ProcessHost Silo(int place) => At(1 + place);

    /// <summary>A gateway's.</summary>
    public ProcessHost Gateway(int place) => At(1 + FaultCluster.SiloCount + place);

    private ProcessHost At(int place) => Network?.Hosts[place] ?? ProcessHost.Loopback;
}
