using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Campaigns;

/// <content>What is stored.</content>
public sealed partial class Campaign
{
    /// <summary>The longest text of a cohort, in bytes.</summary>
    internal const int MaxCohortBytes = 256;

    /// <summary>Writes it.</summary>
    internal void Encode(SnapshotWriter writer)
    {
        writer.Int64((long)Id.Value);
        writer.Text(Capability.Value);
        writer.Int64(Opened.UnixNanos);
        writer.Text(OpenedBy?.ToString() ?? "");
        writer.Int64(FirstConvicted.UnixNanos);
        writer.Int64(LastGrown.UnixNanos);
        writer.Int64(LastConvicted.UnixNanos);
        writer.Int64(Closed?.UnixNanos ?? 0);
        writer.Byte(IsPardoned ? (byte)1 : (byte)0);
        writer.Int64(ExtendedUntil.UnixNanos);
        writer.Varint((ulong)_members.Count);
        foreach (var (member, at) in _members.OrderBy(one => one.Key))
        {
            writer.Int64((long)member);
            writer.Int64(at.UnixNanos);
        }

        writer.Varint((ulong)_named.Count);
        _named.ForEach(name => writer.Text(name.Value));
        writer.Varint((ulong)_cohorts.Count);
        foreach (var cohort in _cohorts)
        {
            writer.Text(cohort.Cohort.ToString());
            writer.Varint((ulong)cohort.Members);
            writer.Int64(BitConverter.DoubleToInt64Bits(cohort.Share));
            writer.Varint((ulong)cohort.Identities);
        }

        writer.Varint((ulong)_spans.Count);
        foreach (var span in _spans)
        {
            writer.Varint(span.Region.Code);
            writer.Varint((ulong)span.First);
            writer.Varint((ulong)span.Last);
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not that.</exception>
    /// <exception cref="Problems.InvalidValueException">A text is not that.</exception>
    internal static Campaign Decode(SnapshotReader reader)
    {
        var id = new CampaignId((ulong)reader.Int64());
        var capability = Capability.Parse(reader.Name());
        var opened = Time(reader);
        var campaign = new Campaign(id, capability, opened, reader.Text(MaxCohortBytes) is { Length: > 0 } text ? Cohort.Parse(text) : null)
        {
            FirstConvicted = Time(reader),
            LastGrown = Time(reader),
            LastConvicted = Time(reader),
            Closed = Time(reader) is { UnixNanos: > 0 } closed ? closed : null,
            IsPardoned = reader.Varint(0, 1) == 1,
            ExtendedUntil = Time(reader),
        };
        for (var left = reader.Varint(1, MaxMembers); left > 0; left--)
        {
            campaign._members[(ulong)reader.Int64()] = Time(reader);
        }

        for (var left = reader.Varint(0, MaxNamed); left > 0; left--)
        {
            campaign._named.Add(Identity.Parse(reader.Text(Identity.MaxBytes)));
        }

        for (var left = reader.Varint(0, MaxCohorts); left > 0; left--)
        {
            campaign._cohorts.Add(new SharedCohort(
                Cohort.Parse(reader.Text(MaxCohortBytes)), (int)reader.Varint(1, MaxMembers), Share(reader), reader.Count()));
        }

        for (var left = reader.Varint(0, MaxSpans); left > 0; left--)
        {
            campaign._spans.Add(Span(reader));
        }

        return campaign;
    }

    internal static Instant Time(SnapshotReader reader) =>
        reader.Int64() is >= 0 and var nanos ? new Instant(nanos) : throw new SnapshotFormatException("Something was before 1970.");

    private static double Share(SnapshotReader reader) =>
        BitConverter.Int64BitsToDouble(reader.Int64()) is > 0 and <= 1 and var share ? share : throw new SnapshotFormatException("A share is not over 0 to 1.");

    private static BlockSpan Span(SnapshotReader reader)
    {
        var region = RegionKey.OfCode(reader.Varint(0, ulong.MaxValue));
        var first = (int)reader.Varint(0, RegionKey.Blocks - 1);
        return region.IsRegion ? new BlockSpan(region, first, (int)reader.Varint((ulong)first, RegionKey.Blocks - 1)) : throw new SnapshotFormatException($"The number {region.Code} names no region.");
    }
}
