using System.Diagnostics;
using System.Runtime.CompilerServices;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Velocity;

/// <summary>
/// The generic cell rate algorithm (ITU-T I.371, virtual scheduling): one number, the theoretical arrival time (TAT), says how far ahead
/// of its rate a limit's owner is. The TAT is kept as whole nanoseconds and a remainder in units of 1/quota nanosecond,
/// so that every rate from one permit in 30 days to ten million a second is exact for ever.
/// </summary>
/// <remarks>
/// Charging and asking are apart: a decision asks every limit first, and charges all of them or none. Every call on a state names the rate that it was
/// charged at, or one that differs in the burst only; <see cref="Resized"/> changes to another. A clock that jumps back makes a limit look spent until the
/// clock is where it was; <see cref="CutToBurst"/> ends that sooner.
/// </remarks>
public partial struct Gcra
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

    // What it is ahead of now, for a TAT that is not before now. Unsigned, because two instants may be further apart than 63 bits.
    private readonly ulong AheadOf(Instant now) => (ulong)_tatNanos - (ulong)now.UnixNanos;

    /// <summary>Whether a number of permits could be charged now. No number over the burst ever can, and none always can.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Has(in Rate rate, Instant now, long permits)
    {
        if (permits != 1)
        {
            return HasSeveral(rate, now, permits);
        }

        rate.ThrowIfDefault();
        Debug.Assert(_remainder < rate.Quota, "The state is of another rate.");
        if (_tatNanos < now.UnixNanos)
        {
            return true;
        }

        var ahead = AheadOf(now);
        var slack = (ulong)rate.SlackNanos;
        return ahead < slack || (ahead == slack && _remainder <= rate.SlackRest);
    }

    /// <summary>Permits that could be charged now, 0 to the burst.</summary>
    public readonly long Available(in Rate rate, Instant now)
    {
        rate.ThrowIfDefault();
        if (_tatNanos < now.UnixNanos)
        {
            return rate.Burst;
        }

        var room = RoomOf(rate, now);
        return room <= ulong.MaxValue ? (long)((ulong)room / (ulong)rate.PeriodNanos) : (long)(room / (ulong)rate.PeriodNanos);
    }

    /// <summary>
    /// How long until a number of permits is available, in nanoseconds: 0 when it is now, null when it never is because it is over the burst. The least
    /// time that is enough; after a clock jumped back, the time from when <see cref="CutToBurst"/> took notice of it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public readonly long? NanosUntil(in Rate rate, Instant now, long permits)
    {
        rate.ThrowIfDefault();
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        if (permits > rate.Burst)
        {
            return null;
        }

        if (_tatNanos < now.UnixNanos)
        {
            return 0;
        }

        var ahead = (long)Math.Min(AheadOf(now), (ulong)rate.MostAheadNanos);
        var (costNanos, costRest) = rate.CostOf(permits);
        var rest = _remainder + costRest - rate.BurstRest;
        var roundedUp = rest > rate.Quota ? 2 : rest > 0 ? 1 : 0;
        return Math.Max(0, ahead + costNanos - rate.BurstNanos + roundedUp);
    }

    /// <summary>Charges permits that <see cref="Has"/> said are there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer permits, or the number is negative; nothing was charged.</exception>
    /// <exception cref="OverflowException">The TAT would be after the year 2262; nothing was charged.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Charge(in Rate rate, Instant now, long permits)
    {
        if (!Has(rate, now, permits))
        {
            ThrowTooMany(rate, now, permits);
        }

        if (permits == 0)
        {
            return;
        }

        var (nanos, rest) = permits == 1 ? (rate.PermitNanos, rate.PermitRest) : rate.CostOf(permits);
        var tat = now.UnixNanos;
        if (_tatNanos >= tat)
        {
            tat = _tatNanos;
            rest += _remainder;
            if (rest >= rate.Quota)
            {
                rest -= rate.Quota;
                nanos++;
            }
        }

        _tatNanos = checked(tat + nanos);
        _remainder = rest;
        Debug.Assert(!IsOverBurst(rate, now), "A limit never owes more than its burst.");
    }

    private readonly bool HasSeveral(in Rate rate, Instant now, long permits)
    {
        rate.ThrowIfDefault();
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        if (permits == 0 || permits > rate.Burst || _tatNanos < now.UnixNanos)
        {
            return permits <= rate.Burst;
        }

        return Math.BigMul((ulong)permits, (ulong)rate.PeriodNanos) <= RoomOf(rate, now);
    }

    /// <summary>What the burst costs beyond what is owed, in units of 1/quota nanosecond, for a TAT that is not before now.</summary>
    private readonly UInt128 RoomOf(in Rate rate, Instant now)
    {
        Debug.Assert(_remainder < rate.Quota, "The state is of another rate.");
        if (IsOverBurst(rate, now))
        {
            return 0;
        }

        var room = Math.BigMul((ulong)rate.BurstNanos - AheadOf(now), (ulong)rate.Quota);
        return room + (ulong)rate.BurstRest - (ulong)_remainder;
    }

    /// <summary>Whether the TAT is further ahead of now than the burst costs, which only a clock that jumped back or a smaller burst brings about.</summary>
    private readonly bool IsOverBurst(in Rate rate, Instant now)
    {
        if (_tatNanos < now.UnixNanos)
        {
            return false;
        }

        var (ahead, most) = (AheadOf(now), (ulong)rate.BurstNanos);
        return ahead > most || (ahead == most && _remainder > rate.BurstRest);
    }

    private readonly void ThrowTooMany(in Rate rate, Instant now, long permits) =>
        throw new ArgumentOutOfRangeException(nameof(permits), permits, $"Only {Available(rate, now)} permits are available.");
}
