namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>Tests that start silos of their own, one after the other: three silos are enough for a small machine.</summary>
[CollectionDefinition(nameof(OwnCluster))]
public sealed class OwnCluster;
