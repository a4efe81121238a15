using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// How much of what an identity asks for now it asked for in the sync before: nearly all for a person who sends an address book again, next to nothing for
/// who enumerates. A sync is all requests between pauses of one <see cref="TargetMemory.Bucket"/> or longer; only admitted targets count.
/// </summary>
/// <remarks>Exact while target memory is; of a sketch each number is an unbiased estimate, from <see cref="TargetSketch.NovelWeight"/>.</remarks>
public readonly record struct SyncOverlap
{
    /// <summary>When the latest sync began.</summary>
    public Instant Started { get; init; }

    /// <summary>When the sync before began.</summary>
    public Instant PreviousStarted { get; init; }

    /// <summary>The different targets of the latest sync, so far.</summary>
    public long Targets { get; init; }

    /// <summary>The different targets of the sync before.</summary>
    public long PreviousTargets { get; init; }

    /// <summary>Those of the latest sync that were not asked for since the sync before began.</summary>
    public long Fresh { get; init; }

    /// <summary>Those of the latest sync that were in the sync before too.</summary>
    public long Repeated => Math.Max(0, Targets - Fresh);

    /// <summary>
    /// The share of the smaller of the two syncs that is in the larger one, 0 to 1 (the overlap coefficient): a look-up of one contact between two address books is
    /// as much of a repetition as they are. Null while there is no sync before.
    /// </summary>
    public double? Coefficient =>
        Targets == 0 || PreviousTargets == 0 ? null : Math.Min(1, (double)Repeated / Math.Min(Targets, PreviousTargets));

    /// <summary>The state after a pause, at the first request of another sync.</summary>
    internal SyncOverlap Next(Instant now) => new() { Started = now, PreviousStarted = Started, PreviousTargets = Targets };

    /// <summary>The state after more targets of the latest sync.</summary>
    internal SyncOverlap With(long targets, long fresh) => this with { Targets = Targets + targets, Fresh = Fresh + fresh };

    /// <summary>Writes the state.</summary>
    internal void Encode(SnapshotWriter writer)
    {
        writer.Int64(Started.UnixNanos);
        writer.Int64(PreviousStarted.UnixNanos);
        writer.Varint((ulong)Targets);
        writer.Varint((ulong)PreviousTargets);
        writer.Varint((ulong)Fresh);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not that.</exception>
    internal static SyncOverlap Decode(SnapshotReader reader) => new()
    {
        Started = new Instant(reader.Int64()),
        PreviousStarted = new Instant(reader.Int64()),
        Targets = reader.Count(),
        PreviousTargets = reader.Count(),
        Fresh = reader.Count(),
    };
}
