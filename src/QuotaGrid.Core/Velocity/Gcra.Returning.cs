using System.Diagnostics;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Velocity;

/// <content>What happens to permits that were charged: given back, taken along to another rate, cut when the clock was set back.</content>
public partial struct Gcra
{
    /// <summary>What is owed: how far the TAT is ahead of now, in nanoseconds rounded down; 0 when the limit is full.</summary>
    public readonly long OwedNanos(Instant now) => Math.Max(0, _tatNanos - now.UnixNanos);

    /// <summary>
    /// Gives back permits of any earlier charge: exactly as many as there would be more if they had not been charged. A limit that is full gains nothing, so what was owed least
    /// since the charge is the most that can be given back.
    /// </summary>
    /// <param name="rate">The rate.</param>
    /// <param name="now">The time.</param>
    /// <param name="permits">How many; 0 changes nothing.</param>
    /// <param name="leastOwedNanos">The least of <see cref="OwedNanos"/> since the charge, or less; any large number when nothing was charged since and the limit was never full.</param>
    /// <returns>By how much less is owed, in nanoseconds rounded up: every other charge was owed so much less since.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long Refund(in Rate rate, Instant now, long permits, long leastOwedNanos)
    {
        rate.ThrowIfDefault();
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        if (permits == 0 || _tatNanos < now.UnixNanos)
        {
            return 0;
        }

        var (nanos, rest) = rate.CostOf(Math.Min(permits, rate.Burst));
        if (nanos >= leastOwedNanos)
        {
            (nanos, rest) = (leastOwedNanos, 0);
        }

        var remainder = _remainder - rest;
        if (remainder < 0)
        {
            remainder += rate.Quota;
            nanos++;
        }

        (_tatNanos, _remainder) = AheadOf(now) < (ulong)nanos ? (now.UnixNanos, 0) : (_tatNanos - nanos, remainder);
        return rest > 0 ? nanos + 1 : nanos;
    }

    /// <summary>
    /// Takes notice of a clock that was set back: what is owed becomes at most <see cref="Rate.MostAheadNanos"/>, as seen from now, so that nobody waits longer than the burst and a step of the
    /// ceiling take to refill. Does nothing while the clock goes forward.
    /// </summary>
    /// <remarks>
    /// Not part of asking, because a clock that is set back and forth again would refill a limit each time. For the owner of a state to call when it
    /// takes up a stored one, or denies.
    /// </remarks>
    /// <returns>Whether something changed.</returns>
    public bool CutToBurst(in Rate rate, Instant now)
    {
        rate.ThrowIfDefault();
        if (_tatNanos < now.UnixNanos || AheadOf(now) <= (ulong)rate.MostAheadNanos)
        {
            return false;
        }

        // It was further ahead, so this is in range.
        (_tatNanos, _remainder) = (now.UnixNanos + rate.MostAheadNanos, 0);
        return true;
    }

    /// <summary>
    /// The state under another rate, with the same permits spent: a changed policy neither refills a limit nor empties it, however often it
    /// changes. What was spent keeps its fraction of a permit, and is at most the new burst.
    /// </summary>
    /// <exception cref="OverflowException">The TAT would be after the year 2262.</exception>
    public readonly Gcra Resized(in Rate from, in Rate to, Instant now)
    {
        from.ThrowIfDefault();
        to.ThrowIfDefault();

        // Apart, because the product of a backlog and a period can have more than 127 bits.
        var (permits, rest) = Int128.DivRem(Backlog(from, now), from.PeriodNanos);
        var spent = (permits * to.PeriodNanos) + (((rest * to.PeriodNanos) + from.PeriodNanos - 1) / from.PeriodNanos);
        var (nanos, remainder) = Int128.DivRem(Int128.Min(spent, (Int128)to.Burst * to.PeriodNanos), to.Quota);
        return new Gcra(new Instant(checked(now.UnixNanos + (long)nanos)), (long)remainder);
    }

    /// <summary>How far the TAT is ahead of now, in units of 1/quota nanosecond, at most what the burst costs.</summary>
    private readonly Int128 Backlog(in Rate rate, Instant now)
    {
        if (_tatNanos < now.UnixNanos)
        {
            return 0;
        }

        var backlog = ((Int128)rate.Burst * rate.PeriodNanos) - (Int128)RoomOf(rate, now);
        Debug.Assert(backlog >= 0, "There is no more room than the burst has.");
        return backlog;
    }
}
