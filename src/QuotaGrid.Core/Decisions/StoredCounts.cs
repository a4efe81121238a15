using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Decisions;

/// <summary>
/// What of holders' counts was in the evidence when a state was stored: when it comes to another activation, because its sender does not know that or because it was on its way for long, it must not
/// count again.
/// </summary>
internal readonly struct StoredCounts
{
    private readonly KeyValuePair<HolderId, UseCounts>[]? _counts;

    private StoredCounts(KeyValuePair<HolderId, UseCounts>[] counts) => _counts = counts;

    /// <summary>What of a holder's counts is in the evidence.</summary>
    public UseCounts Of(HolderId holder)
    {
        foreach (var (one, counts) in _counts ?? [])
        {
            if (one == holder)
            {
                return counts;
            }
        }

        return default;
    }

    /// <summary>What is to be stored now, while there is room: of the holders of this activation that may not know, of those before them, and of the others.</summary>
    public StoredCounts With(LeaseBook? book)
    {
        var accounts = (book?.Accounts ?? []).OrderByDescending(account => account.LastHeard).ToLookup(account => account.Counted == account.KnownDurableCounts);
        var before = (_counts ?? []).Where(stored => book is null || book.Accounts.All(account => account.Holder != stored.Key));
        return new([.. accounts[false].Select(Of).Concat(before).Concat(accounts[true].Select(Of)).Take(LeaseBounds.MaxStoredCounts)]);
    }

    private static KeyValuePair<HolderId, UseCounts> Of(LeaseAccount account) => new(account.Holder, account.Counted);

    /// <summary>Writes the counts.</summary>
    public void Encode(SnapshotWriter writer)
    {
        writer.Varint((ulong)(_counts?.Length ?? 0));
        foreach (var (holder, counts) in _counts ?? [])
        {
            writer.Int64((long)holder.Value);
            counts.Encode(writer);
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not that.</exception>
    public static StoredCounts Decode(SnapshotReader reader)
    {
        var counts = new KeyValuePair<HolderId, UseCounts>[(int)reader.Varint(0, LeaseBounds.MaxStoredCounts)];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = new(new HolderId((ulong)reader.Int64()), UseCounts.Decode(reader));
        }

        return new StoredCounts(counts);
    }
}
