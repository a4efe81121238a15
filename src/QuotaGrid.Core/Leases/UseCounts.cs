using Orleans;
using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Leases;

/// <summary>What a holder decided by itself since it was taken up. It only grows, so it can be sent again and counts once.</summary>
/// <param name="Requests">Requests decided.</param>
/// <param name="Asked">Items asked for.</param>
/// <param name="Denied">Items denied.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.UseCounts")]
public readonly record struct UseCounts([property: Id(0)] long Requests, [property: Id(1)] long Asked, [property: Id(2)] long Denied)
{
    /// <summary>Count by count the larger.</summary>
    public static UseCounts Max(UseCounts left, UseCounts right) =>
        new(Math.Max(left.Requests, right.Requests), Math.Max(left.Asked, right.Asked), Math.Max(left.Denied, right.Denied));

    /// <summary>Count by count the sum.</summary>
    public static UseCounts operator +(UseCounts left, UseCounts right) =>
        new(left.Requests + right.Requests, left.Asked + right.Asked, left.Denied + right.Denied);

    /// <summary>Count by count what the left has more, at least 0.</summary>
    public static UseCounts operator -(UseCounts left, UseCounts right) =>
        new(Math.Max(0, left.Requests - right.Requests), Math.Max(0, left.Asked - right.Asked), Math.Max(0, left.Denied - right.Denied));

    /// <summary>Writes the counts.</summary>
    internal void Encode(SnapshotWriter writer)
    {
        writer.Varint((ulong)Requests);
        writer.Varint((ulong)Asked);
        writer.Varint((ulong)Denied);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not that.</exception>
    internal static UseCounts Decode(SnapshotReader reader) => new(reader.Count(), reader.Count(), reader.Count());
}
