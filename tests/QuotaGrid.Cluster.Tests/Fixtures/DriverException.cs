namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>What a storage driver may throw: an exception that no serializer knows.</summary>
public sealed class DriverException() : Exception("The server closed the connection (for this test).");
