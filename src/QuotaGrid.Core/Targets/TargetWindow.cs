namespace QuotaGrid.Core.Targets;

/// <summary>
/// One sliding window over target memory, with what was last worked out about it: the oldest age that is within it, and how many different targets are. Both
/// stand until the window's start enters another bucket, so a call neither divides nor looks through the targets. Whoever holds it adds the targets that enter
/// the window; <see cref="TargetMemory"/> sees to the rest.
/// </summary>
internal struct TargetWindow
{
    /// <summary>What <see cref="Count"/> is while the targets were not counted.</summary>
    public const int NotCounted = -1;

    /// <summary>When the window's start enters the next bucket, in nanoseconds since the Unix epoch.</summary>
    public long EdgeNanos;

    /// <summary>The different targets within the window, or <see cref="NotCounted"/>.</summary>
    public int Count;

    /// <summary>The oldest age within the window; over every age when none can be.</summary>
    public short Oldest;

    /// <summary>The <see cref="TargetMemory"/>'s state of ages that this holds for; 0 never does.</summary>
    public ushort Ages;

    /// <summary>Adds targets that were asked for now and were not within the window before.</summary>
    public void Entered(int targets)
    {
        if (Count != NotCounted)
        {
            Count += targets;
        }
    }
}
