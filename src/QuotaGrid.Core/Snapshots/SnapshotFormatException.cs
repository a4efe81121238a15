using Orleans;

namespace QuotaGrid.Core.Snapshots;

/// <summary>Stored bytes that this version cannot read: damaged, or written by a newer version.</summary>
[GenerateSerializer, Alias("quotagrid.SnapshotFormatException")]
public sealed class SnapshotFormatException(string message) : Exception(message);
