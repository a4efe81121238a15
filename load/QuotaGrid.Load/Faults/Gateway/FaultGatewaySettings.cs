namespace QuotaGrid.Load.Faults.Gateway;

/// <summary>What one gateway process of a run is.</summary>
/// <param name="Database">The PostgreSQL connection through which it finds the silos.</param>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Secret">The cluster's secret.</param>
/// <param name="LogFile">Where its log goes.</param>
/// <param name="Gateway">Its place among the gateways, from 0.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="IsFlood">Whether it asks for new identities without end, and logs nothing.</param>
public sealed record FaultGatewaySettings(string Database, string Cluster, ReadOnlyMemory<byte> Secret, string LogFile, int Gateway, int Seed, bool IsFlood);
