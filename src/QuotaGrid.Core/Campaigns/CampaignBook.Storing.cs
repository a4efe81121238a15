using System.Collections.Immutable;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Campaigns;

/// <content>What is stored.</content>
public sealed partial class CampaignBook
{
    private const byte FormatVersion = 1;

    /// <summary>All of it as bytes.</summary>
    public byte[] Encode()
    {
        var writer = new SnapshotWriter();
        writer.Byte(FormatVersion);
        writer.Varint((ulong)Version);
        writer.Varint((ulong)_campaigns.Count);
        _campaigns.ForEach(campaign => campaign.Encode(writer));
        writer.Varint((ulong)_waiting.Count);
        _waiting.ForEach(notice => Encode(notice, writer));
        writer.Varint((ulong)_orders.Count);
        foreach (var ((capability, cohort), order) in _orders.OrderBy(one => one.Key.ToString(), StringComparer.Ordinal))
        {
            writer.Text(capability.Value);
            writer.Text(cohort.ToString());
            writer.Byte((byte)order.Action);
            writer.Int64(order.Since.UnixNanos);
            writer.Int64(order.Until.UnixNanos);
        }

        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode()"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are damaged or of a newer version.</exception>
    public static CampaignBook Decode(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Decode(new SnapshotReader(bytes));
        }
        catch (InvalidValueException problem)
        {
            throw new SnapshotFormatException(problem.Message);
        }
    }

    private static CampaignBook Decode(SnapshotReader reader)
    {
        reader.Version(nameof(CampaignBook), FormatVersion);
        var book = new CampaignBook();
        var version = reader.Count();
        for (var left = reader.Varint(0, MaxCampaigns); left > 0; left--)
        {
            book._campaigns.Add(Campaign.Decode(reader));
        }

        for (var left = reader.Varint(0, MaxWaiting); left > 0; left--)
        {
            book._waiting.Add(DecodeNotice(reader));
        }

        for (var left = reader.Varint(0, MaxOrders); left > 0; left--)
        {
            var (capability, cohort) = (Capability.Parse(reader.Name()), Cohort.Parse(reader.Text(Campaign.MaxCohortBytes)));
            var action = (ContainmentAction)reader.Varint((ulong)ContainmentAction.Tighten, (ulong)ContainmentAction.Block);
            book._orders[(capability, cohort)] = new CohortContainment(capability, [cohort], Campaign.Time(reader)) { Action = action, Until = Campaign.Time(reader) };
        }

        // What silos know is of the version that is stored, and what is worked out from it is the same.
        book.Refresh();
        book.Version = version;
        return reader.AtEnd ? book : throw new SnapshotFormatException("There are bytes behind the end of the campaigns.");
    }

    private static void Encode(ConvictionNotice notice, SnapshotWriter writer)
    {
        writer.Text(notice.Identity.Value);
        writer.Text(notice.Capability.Value);
        notice.Conviction.Encode(writer);
        writer.Varint((ulong)notice.Blocks.Length);
        foreach (var block in notice.Blocks)
        {
            writer.Varint(new TargetPlace(block.Region, block.Block, 0).RegionAndBlock);
            writer.Varint((ulong)block.Targets);
        }

        writer.Varint((ulong)notice.Cohorts.Length);
        foreach (var cohort in notice.Cohorts)
        {
            writer.Text(cohort.Cohort.ToString());
            writer.Varint((ulong)cohort.Identities);
            writer.Varint((ulong)cohort.All);
        }
    }

    private static ConvictionNotice DecodeNotice(SnapshotReader reader)
    {
        var notice = new ConvictionNotice(
            Identity.Parse(reader.Text(Identity.MaxBytes)), Capability.Parse(reader.Name()), Conviction.Decode(reader), Blocks(reader), Sizes(reader));
        return notice.IsPossible ? notice : throw new SnapshotFormatException("A conviction that waits cannot be.");
    }

    private static ImmutableArray<TouchedBlock> Blocks(SnapshotReader reader)
    {
        var blocks = new TouchedBlock[(int)reader.Varint(0, ConvictionNotice.MaxBlocks)];
        foreach (ref var block in blocks.AsSpan())
        {
            var place = TargetPlace.OfBlock(reader.Varint(0, ulong.MaxValue));
            block = new TouchedBlock(place.Region, place.Block, (int)reader.Varint(1, int.MaxValue));
        }

        return [.. blocks];
    }

    private static ImmutableArray<CohortSize> Sizes(SnapshotReader reader)
    {
        var cohorts = new CohortSize[(int)reader.Varint(0, ConvictionNotice.MaxCohorts)];
        foreach (ref var cohort in cohorts.AsSpan())
        {
            cohort = new CohortSize(Cohort.Parse(reader.Text(Campaign.MaxCohortBytes)), reader.Count(), reader.Count());
        }

        return [.. cohorts];
    }
}
