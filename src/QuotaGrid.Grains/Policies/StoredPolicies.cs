using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Grains.Policies;

/// <summary>The stored form of the policy set in force: its version and its document.</summary>
internal static class StoredPolicies
{
    private const byte FormatVersion = 1;

    public static byte[] Encode(PublishedPolicies policies)
    {
        var writer = new SnapshotWriter();
        writer.Byte(FormatVersion);
        writer.Varint((ulong)policies.Version);
        writer.Varint((ulong)policies.Document.Length);
        writer.Bytes(policies.Document);
        return writer.ToArray();
    }

    public static PublishedPolicies Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new SnapshotReader(bytes);
        reader.Version(nameof(StoredPolicies), FormatVersion);
        var version = (long)reader.Varint(1, long.MaxValue);
        var length = (int)reader.Varint(0, (ulong)bytes.Length);
        return new PublishedPolicies(version, reader.Bytes(length).ToArray());
    }
}
