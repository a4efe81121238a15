using Orleans.Storage;

namespace QuotaGrid.Grains.Storage;

/// <summary>
/// Puts <see cref="StoredBytes"/> into storage without an envelope, so that the stored format is the one that the golden tests pin and no serializer's.
/// </summary>
public sealed class StoredBytesSerializer : IGrainStorageSerializer
{
    /// <inheritdoc />
    public BinaryData Serialize<T>(T? input) =>
        input is StoredBytes stored
            ? new BinaryData(stored.Value)
            : throw new NotSupportedException($"{typeof(T)} cannot be stored; grains of QuotaGrid store {nameof(StoredBytes)}.");

    /// <inheritdoc />
    public T Deserialize<T>(BinaryData input) =>
        new StoredBytes { Value = input.ToMemory() } is T stored
            ? stored
            : throw new NotSupportedException($"{typeof(T)} cannot be stored; grains of QuotaGrid store {nameof(StoredBytes)}.");
}
