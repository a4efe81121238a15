using System.Diagnostics;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Velocity;

/// <content>What happens to permits that were charged: given back, taken along to another rate, cut when the clock was set back.</content>
public partial struct Gcra
{
    /// <summary>
    /// Gives back permits of the latest charge; never beyond full. It is then as if they had never been charged. After other charges there may be up to
    /// <c>quota x age / period</c> permits too many, because without this charge the limit might have been full and gained nothing meanwhile; the overload that
    /// is told when these were charged gives back none of those.
    /// </summary>
    /// <param name="rate">The rate.</param>
    /// <param name="now">The time.</param>
    /// <param name="permits">How many; 0 changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public void Refund(in Rate rate, Instant now, long permits) => Refund(rate, now, now, permits);

    /// <summary>
    /// Gives back permits of any earlier charge; never beyond full, and never so that there are more than if they had not been charged. A limit that is full loses
    /// what it would gain, and nothing tells how much that would have been, so all that was gained since the charge is taken off: at once a refund is whole, and
    /// later than the permits take to refill it is nothing.
    /// </summary>
    /// <param name="rate">The rate.</param>
    /// <param name="charged">When they were charged.</param>
    /// <param name="now">The time.</param>
    /// <param name="permits">How many; 0 changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public void Refund(in Rate rate, Instant charged, Instant now, long permits)
    {
        rate.ThrowIfDefault();
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        if (permits == 0 || _tatNanos < now.UnixNanos)
        {
            return;
        }

        var (nanos, rest) = rate.CostOf(Math.Min(permits, rate.Burst));
        if (charged < now)
        {
            var age = (ulong)now.UnixNanos - (ulong)charged.UnixNanos;
            if (age > (ulong)nanos)
            {
                return;
            }

            nanos -= (long)age;
        }

        var remainder = _remainder - rest;
        if (remainder < 0)
        {
            remainder += rate.Quota;
            nanos++;
        }

        (_tatNanos, _remainder) = AheadOf(now) < (ulong)nanos ? (now.UnixNanos, 0) : (_tatNanos - nanos, remainder);
    }

    /// <summary>
    /// Takes notice of a clock that was set back: what is owed becomes at most the burst, as seen from now, so that nobody waits longer than a burst takes to
    /// refill. Does nothing while the clock goes forward.
    /// </summary>
    /// <remarks>
    /// Not part of asking, because a clock that is set back and forth again would refill a limit each time. For the owner of a state to call when it
    /// takes up a stored one, or denies.
    /// </remarks>
    /// <returns>Whether something changed.</returns>
    public bool CutToBurst(in Rate rate, Instant now)
    {
        rate.ThrowIfDefault();
        if (!IsOverBurst(rate, now))
        {
            return false;
        }

        // It was further ahead, so this is in range.
        (_tatNanos, _remainder) = (now.UnixNanos + rate.BurstNanos, rate.BurstRest);
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
