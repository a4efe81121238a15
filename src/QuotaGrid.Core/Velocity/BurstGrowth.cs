using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Velocity;

/// <summary>
/// A first-sync allowance that is earned: the burst of a rate starts small and grows linearly to the whole burst, over a span since the identity was first
/// seen. Many new identities thus get little by being new, and an honest one gets all of it in time. Quota and period are the rate's from the start.
/// </summary>
public sealed record BurstGrowth
{
    private readonly long _spanNanos;

    /// <summary>Creates a growth.</summary>
    /// <param name="full">The rate when all is grown.</param>
    /// <param name="initial">The burst at first, 1 to the burst of <paramref name="full"/>.</param>
    /// <param name="span">How long it grows, over 0 and up to 366 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public BurstGrowth(in Rate full, long initial, TimeSpan span)
    {
        full.ThrowIfDefault();
        ArgumentOutOfRangeException.ThrowIfLessThan(initial, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initial, full.Burst);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(span, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(span, TimeSpan.FromDays(366));
        Full = full;
        Initial = initial;
        _spanNanos = span.Ticks * Instant.NanosPerTick;
    }

    /// <summary>The rate when all is grown.</summary>
    public Rate Full { get; }

    /// <summary>The burst at first.</summary>
    public long Initial { get; }

    /// <summary>How long it grows.</summary>
    public TimeSpan Span => Instant.SpanOf(_spanNanos);

    /// <summary>The burst at a time: <see cref="Initial"/> up to when the identity was first seen, the whole burst from the span's end on.</summary>
    /// <param name="since">When the identity was first seen.</param>
    /// <param name="now">The time.</param>
    public long BurstAt(Instant since, Instant now)
    {
        if (now <= since)
        {
            return Initial;
        }

        var age = (ulong)now.UnixNanos - (ulong)since.UnixNanos;
        return age >= (ulong)_spanNanos
            ? Full.Burst
            : Initial + (long)(Math.BigMul((ulong)(Full.Burst - Initial), age) / (ulong)_spanNanos);
    }

    /// <summary>The rate at a time.</summary>
    /// <param name="since">When the identity was first seen.</param>
    /// <param name="now">The time.</param>
    public Rate RateAt(Instant since, Instant now) => Full.WithBurst(BurstAt(since, now));

    /// <summary>
    /// How long until a limit has a number of permits while its burst grows, in nanoseconds: the least time that is enough, 0 when they are there, null
    /// when they never are because they are over the whole burst.
    /// </summary>
    /// <param name="spent">What was spent of the limit.</param>
    /// <param name="since">When the identity was first seen.</param>
    /// <param name="now">The time.</param>
    /// <param name="permits">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    /// <exception cref="OverflowException">The growth ends, or the permits are there, after the year 2262.</exception>
    public long? NanosUntil(Gcra spent, Instant since, Instant now, long permits)
    {
        if (permits > Full.Burst)
        {
            return null;
        }

        if (spent.Has(RateAt(since, now), now, permits))
        {
            return 0;
        }

        var grown = since + Span;
        if (grown <= now)
        {
            return spent.NanosUntil(Full, now, permits);
        }

        // More than the burst of now may be owed, since a policy that let it be spent. The burst never falls and what is owed never rises, so once the
        // permits are there they stay, and halving finds when.
        spent.CutToBurst(Full, now);
        var enough = checked(grown.UnixNanos - now.UnixNanos + spent.NanosUntil(Full, grown, permits)!.Value);
        var tooShort = 0L;
        while (enough - tooShort > 1)
        {
            var wait = tooShort + ((enough - tooShort) / 2);
            var then = new Instant(checked(now.UnixNanos + wait));
            (tooShort, enough) = spent.Has(RateAt(since, then), then, permits) ? (tooShort, wait) : (wait, enough);
        }

        return enough;
    }
}
