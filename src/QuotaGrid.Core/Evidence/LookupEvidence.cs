using Orleans;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Evidence;

/// <summary>What an identity's lookups with one capability show, counted since it was first seen. Denied attempts count.</summary>
[GenerateSerializer, Alias("quotagrid.LookupEvidence")]
public record struct LookupEvidence
{
    /// <summary>Requests decided.</summary>
    [Id(0)]
    public long Requests { get; set; }

    /// <summary>Items asked for.</summary>
    [Id(1)]
    public long Asked { get; set; }

    /// <summary>Items denied, or in the shadow stage those that would have been.</summary>
    [Id(2)]
    public long Denied { get; set; }

    /// <summary>Items admitted that were new to the identity.</summary>
    [Id(3)]
    public long Novel { get; set; }

    /// <summary>Admitted items that the backend found.</summary>
    [Id(4)]
    public long Found { get; set; }

    /// <summary>Admitted items that the backend did not find.</summary>
    [Id(5)]
    public long Missing { get; set; }

    /// <summary>
    /// Reported outcomes of targets that the identity was not admitted to, or in the shadow stage would not have been; they count for nothing else.
    /// </summary>
    [Id(6)]
    public long Unmatched { get; set; }

    /// <summary>The first request.</summary>
    [Id(7)]
    public Instant FirstSeen { get; set; }

    /// <summary>The latest request.</summary>
    [Id(8)]
    public Instant LastSeen { get; set; }

    /// <summary>Writes the counts.</summary>
    internal readonly void Encode(SnapshotWriter writer)
    {
        foreach (var count in (ReadOnlySpan<long>)[Requests, Asked, Denied, Novel, Found, Missing, Unmatched])
        {
            writer.Varint((ulong)count);
        }

        writer.Int64(FirstSeen.UnixNanos);
        writer.Int64(LastSeen.UnixNanos);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not that.</exception>
    internal static LookupEvidence Decode(SnapshotReader reader) => new()
    {
        Requests = reader.Count(),
        Asked = reader.Count(),
        Denied = reader.Count(),
        Novel = reader.Count(),
        Found = reader.Count(),
        Missing = reader.Count(),
        Unmatched = reader.Count(),
        FirstSeen = new Instant(reader.Int64()),
        LastSeen = new Instant(reader.Int64()),
    };
}
