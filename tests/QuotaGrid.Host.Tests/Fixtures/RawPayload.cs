namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A grain state that is stored as exactly its bytes.</summary>
public sealed class RawPayload
{
    public byte[] Bytes { get; set; } = [];
}
