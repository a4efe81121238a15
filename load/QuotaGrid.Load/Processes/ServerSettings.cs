using System.Collections.Immutable;

namespace QuotaGrid.Load.Processes;

/// <summary>What the processes of one cluster have in common.</summary>
/// <param name="Program">The product's executable.</param>
/// <param name="Database">The PostgreSQL connection.</param>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="PolicyFile">The policy document.</param>
/// <param name="Folder">Where their logs go.</param>
public sealed record ServerSettings(string Program, string Database, string Cluster, string PolicyFile, RunFolder Folder)
{
    /// <summary>Variables of their environment.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;
}
