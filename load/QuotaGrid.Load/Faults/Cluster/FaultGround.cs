using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>What a cluster stands on.</summary>
/// <param name="Database">The database server.</param>
/// <param name="Hosts">Where the processes are.</param>
/// <param name="Clock">The first silo's clock; null when it is the machine's.</param>
/// <param name="Program">The product's executable as it is now, also where the cluster begins with another one.</param>
public sealed record FaultGround(DatabaseServer Database, FaultHosts Hosts, FaultClock? Clock, string Program);
