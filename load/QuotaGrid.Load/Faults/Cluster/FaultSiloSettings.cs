using System.Collections.Immutable;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>What the silos of one cluster have in common.</summary>
/// <param name="Program">The product's executable.</param>
/// <param name="Database">The PostgreSQL connection.</param>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="PolicyFile">The policy document.</param>
/// <param name="Folder">Where their logs go.</param>
/// <param name="Environment">Variables of their environment.</param>
public sealed record FaultSiloSettings(
    string Program, string Database, string Cluster, string PolicyFile, FaultFolder Folder, ImmutableDictionary<string, string> Environment);
