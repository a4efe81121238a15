using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Containment;

/// <summary>
/// How many new targets of one identity limits denied: those are new again when they are let in, and a sync is not blamed for as many. So who is innocent and has a book that a limit has no room for
/// is never blamed for it; and who wants to hide new targets must have been denied as many before by a limit that had nothing left, whose refill is then all that there is to be had.
/// </summary>
internal struct DeniedBacklog
{
    /// <summary>The most that is counted: the largest address book.</summary>
    public const int Most = 50_000;

    // Above what can be counted.
    private const int NotKnown = Most + 1;

    private int _now;
    private int _before;

    /// <summary>That it is not known what was denied, in this part of a sync and so for the next one.</summary>
    public static DeniedBacklog Unknown => new() { _now = NotKnown, _before = NotKnown };

    /// <summary>Whether it is known how many targets that are new now were denied before.</summary>
    public readonly bool IsKnown => _before != NotKnown;

    /// <summary>Those of some new targets that cannot have been denied before.</summary>
    public readonly int NotDeniedBefore(int fresh) => Math.Max(0, fresh - _before);

    /// <summary>Counts targets that are denied now.</summary>
    public void Add(long denied) => _now = _now == NotKnown ? NotKnown : (int)Math.Min(Most, _now + denied);

    /// <summary>Begins another part of a sync, after one with so many new targets.</summary>
    public void Next(int fresh)
    {
        // Clients ask in each sync for all that they were denied; one that asks for one contact in between has not forgotten the others.
        _before = _now == NotKnown ? NotKnown : Math.Max(_now, IsKnown ? Math.Max(0, _before - fresh) : 0);
        _now = 0;
    }

    /// <summary>Writes the state.</summary>
    public readonly void Encode(SnapshotWriter writer)
    {
        writer.Varint((ulong)_now);
        writer.Varint((ulong)_before);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not that.</exception>
    public static DeniedBacklog Decode(SnapshotReader reader) => new() { _now = (int)reader.Varint(0, NotKnown), _before = (int)reader.Varint(0, NotKnown) };

    /// <summary>What was known of it when it was only kept whether anything was denied.</summary>
    public static DeniedBacklog Of(bool now, bool before) => new() { _now = now ? NotKnown : 0, _before = before ? NotKnown : 0 };
}
