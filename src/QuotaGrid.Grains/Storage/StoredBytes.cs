namespace QuotaGrid.Grains.Storage;

/// <summary>
/// What a grain keeps in storage: bytes in a versioned format of its own, written as they are. Orleans' serializer carries it from silo to silo when a
/// grain migrates, and only then.
/// </summary>
[GenerateSerializer, Alias("quotagrid.StoredBytes")]
public sealed class StoredBytes
{
    /// <summary>The bytes; empty when nothing was ever stored.</summary>
    [Id(0)]
    public ReadOnlyMemory<byte> Value { get; set; }
}
