namespace QuotaGrid.Grains.Storage;

/// <summary>What a grain keeps in storage: bytes in a versioned format of its own, written as they are.</summary>
public sealed class StoredBytes
{
    /// <summary>The bytes; empty when nothing was ever stored.</summary>
    public ReadOnlyMemory<byte> Value { get; set; }
}
