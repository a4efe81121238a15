using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <summary>One holder, as the activation that lends to it keeps it.</summary>
internal sealed class LeaseAccount(HolderId holder)
{
    // What is in the snapshot that is being written, and in the last one that was stored.
    private TargetRange _writing;
    private TargetRange _durable;
    private UseCounts _writingCounts;

    /// <summary>The holder.</summary>
    public HolderId Holder => holder;

    /// <summary>The number of its latest report.</summary>
    public long LastNumber { get; set; }

    /// <summary>When that came.</summary>
    public Instant LastHeard { get; set; }

    /// <summary>Its leases that are not known to be over, at most <see cref="LeaseBounds.MaxLeasesOut"/>.</summary>
    public List<LentPermits> Out { get; } = [];

    /// <summary>The targets that were taken up here, without a gap.</summary>
    public TargetRange Merged { get; private set; }

    /// <summary>What of its counts is in the evidence.</summary>
    public UseCounts Counted { get; set; }

    /// <summary>What of them was stored.</summary>
    public UseCounts DurableCounts { get; private set; }

    /// <summary>What of them it knows to be stored.</summary>
    public UseCounts KnownDurableCounts { get; set; }

    /// <summary>The lease of a number; null when it is not out.</summary>
    public LentPermits? Find(long number) => Out.Find(lent => lent.Number == number);

    /// <summary>Takes notice of targets that were taken up. After a gap only they count, because nobody knows what became of what is missing.</summary>
    public void OnMerged(TargetRange targets)
    {
        if (Merged.With(targets) is { } both)
        {
            Merged = both;
        }
        else
        {
            (Merged, _writing, _durable) = (targets, default, default);
        }
    }

    /// <summary>A snapshot begins to be written.</summary>
    public void OnWriting() => (_writing, _writingCounts) = (Merged, Counted);

    /// <summary>It was stored.</summary>
    public void OnWritten() => (_durable, DurableCounts) = (_writing, _writingCounts);

    /// <summary>The position before which all of the holder's targets are durable.</summary>
    /// <param name="known">That position, as far as the holder knows.</param>
    public long DurableEnd(long known) => _durable.Start <= known ? Math.Max(known, _durable.End) : known;
}
