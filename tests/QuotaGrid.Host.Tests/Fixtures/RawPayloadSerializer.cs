using Orleans.Storage;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>Stores a <see cref="RawPayload"/> without a frame, so that a test decides every stored byte.</summary>
public sealed class RawPayloadSerializer : IGrainStorageSerializer
{
    /// <inheritdoc />
    public BinaryData Serialize<T>(T? input) => new(((RawPayload)(object)input!).Bytes);

    /// <inheritdoc />
    public T Deserialize<T>(BinaryData input) => (T)(object)new RawPayload { Bytes = input.ToArray() };
}
