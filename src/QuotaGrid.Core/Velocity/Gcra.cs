using System.Diagnostics;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Velocity;

/// <summary>
/// The generic cell rate algorithm (ITU-T I.371, virtual scheduling): one number, the theoretical arrival time (TAT), says how far ahead
/// of its rate a limit's owner is. The TAT is kept as whole nanoseconds and a remainder in units of 1/quota nanosecond,
/// so that every rate from one permit in 30 days to ten million a second is exact for ever.
/// </summary>
/// <remarks>Charging and asking are apart: a decision asks every limit first, and charges all of them or none.</remarks>
public struct Gcra
{
    private long _tatNanos;
    private long _remainder;

    /// <summary>Takes up a stored state.</summary>
    /// <param name="tat">The theoretical arrival time.</param>
    /// <param name="remainder">What it lies behind that, in units of 1/quota nanosecond, 0 to quota - 1.</param>
    public Gcra(Instant tat, long remainder)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(remainder);
        _tatNanos = tat.UnixNanos;
        _remainder = remainder;
    }

    /// <summary>The theoretical arrival time, rounded down to a nanosecond.</summary>
    public readonly Instant Tat => new(_tatNanos);

    /// <summary>What the theoretical arrival time has beyond <see cref="Tat"/>, in units of 1/quota nanosecond.</summary>
    public readonly long Remainder => _remainder;

    /// <summary>Permits that could be charged now, 0 to the burst.</summary>
    public readonly long Available(in Rate rate, Instant now)
    {
        var room = rate.CostOf(rate.Burst) - Backlog(rate, now);
        return (long)(room / rate.PeriodNanos);
    }

    /// <summary>
    /// How long until a number of permits is available, in nanoseconds: 0 when it is now, null when it never is because it is over the burst.
    /// </summary>
    public readonly long? NanosUntil(in Rate rate, Instant now, long permits)
    {
        if (permits > rate.Burst)
        {
            return null;
        }

        var deficit = Backlog(rate, now) - rate.CostOf(rate.Burst - permits);
        return deficit <= 0 ? 0 : (long)((deficit + rate.Quota - 1) / rate.Quota);
    }

    /// <summary>Charges permits that <see cref="Available"/> said are there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer permits, or the number is negative; nothing was charged.</exception>
    public void Charge(in Rate rate, Instant now, long permits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permits, Available(rate, now));
        if (permits == 0)
        {
            return;
        }

        SetBacklog(rate, now, Backlog(rate, now) + rate.CostOf(permits));
        Debug.Assert(Backlog(rate, now) <= rate.CostOf(rate.Burst), "A limit never owes more than its burst.");
    }

    /// <summary>
    /// The state under another rate, with the same permits spent: a changed policy neither refills a limit nor empties it, however often it
    /// changes. What was spent keeps its fraction of a permit, and is at most the new burst.
    /// </summary>
    public readonly Gcra Resized(in Rate from, in Rate to, Instant now)
    {
        // Apart, because the product of a backlog and a period can have more than 127 bits.
        var (permits, rest) = Int128.DivRem(Backlog(from, now), from.PeriodNanos);
        var spent = (permits * to.PeriodNanos) + (((rest * to.PeriodNanos) + from.PeriodNanos - 1) / from.PeriodNanos);
        var resized = new Gcra(now, 0);
        resized.SetBacklog(to, now, Int128.Min(spent, to.CostOf(to.Burst)));
        return resized;
    }

    /// <summary>
    /// How far the TAT is ahead of now, in units of 1/quota nanosecond, at most what the burst costs: a clock that jumped back makes a limit
    /// look spent, never more than spent.
    /// </summary>
    private readonly Int128 Backlog(in Rate rate, Instant now)
    {
        if (_tatNanos < now.UnixNanos)
        {
            return 0;
        }

        var ahead = ((Int128)(_tatNanos - now.UnixNanos) * rate.Quota) + _remainder;
        return Int128.Min(ahead, rate.CostOf(rate.Burst));
    }

    private void SetBacklog(in Rate rate, Instant now, Int128 backlog)
    {
        var (nanos, remainder) = Int128.DivRem(backlog, rate.Quota);
        _tatNanos = checked(now.UnixNanos + (long)nanos);
        _remainder = (long)remainder;
    }
}
