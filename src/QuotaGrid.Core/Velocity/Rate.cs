using System.Runtime.CompilerServices;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Velocity;

/// <summary>
/// The contract of a velocity or novel limit: over any interval of length t at most <c>burst + quota x t / period</c> permits, and
/// never fewer for a caller that waits out what it is told. Two rates are equal when quota, period and burst are.
/// </summary>
/// <remarks>
/// What permits cost is time: a permit costs period/quota. It is kept as whole nanoseconds and a rest in units of 1/quota nanosecond, worked out once
/// per rate, so that <see cref="Gcra"/> need not divide. <c>default(Rate)</c> is no rate, and whatever it is used for throws.
/// </remarks>
public readonly record struct Rate
{
    /// <summary>The most permits that a quota or a burst may have.</summary>
    public const long MaxPermits = 1_000_000_000;

    /// <summary>The longest that an empty limit may take to refill, so that a theoretical arrival time stays within 64 bits of nanoseconds.</summary>
    public static readonly TimeSpan MaxRefill = TimeSpan.FromDays(36_500);

    // Up to a billion each, so that a rate fits one cache line.
    private readonly int _quota;
    private readonly int _burst;
    private readonly int _permitRest;
    private readonly int _burstRest;
    private readonly int _slackRest;

    /// <summary>Creates a rate.</summary>
    /// <param name="quota">Permits gained per period, 1 to <see cref="MaxPermits"/>.</param>
    /// <param name="period">The period, over 0 and up to 366 days.</param>
    /// <param name="burst">Permits that may be saved up, 1 to <see cref="MaxPermits"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or the burst takes over <see cref="MaxRefill"/> to refill.</exception>
    public Rate(long quota, TimeSpan period, long burst)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quota, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quota, MaxPermits);
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(burst, MaxPermits);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, TimeSpan.FromDays(366));
        if (Math.BigMul(burst, period.Ticks) >= Math.BigMul(MaxRefill.Ticks + 1, quota))
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(burst, MostBurst(quota, period));
        }

        _quota = (int)quota;
        PeriodNanos = period.Ticks * Instant.NanosPerTick;
        (PermitNanos, var permitRest) = Math.DivRem(PeriodNanos, quota);
        _permitRest = (int)permitRest;
        (_burst, BurstNanos, _burstRest, SlackNanos, _slackRest) = Saved(quota, PermitNanos, permitRest, burst);
    }

    private Rate(in Rate rate, long burst)
    {
        this = rate;
        (_burst, BurstNanos, _burstRest, SlackNanos, _slackRest) = Saved(rate.Quota, rate.PermitNanos, rate.PermitRest, burst);
    }

    /// <summary>Permits gained per period.</summary>
    public long Quota => _quota;

    /// <summary>The period in nanoseconds.</summary>
    public long PeriodNanos { get; }

    /// <summary>Permits that may be saved up.</summary>
    public long Burst => _burst;

    /// <summary>What a permit costs: whole nanoseconds, and <see cref="PermitRest"/> beyond.</summary>
    internal long PermitNanos { get; }

    /// <summary>In units of 1/quota nanosecond, 0 to quota - 1.</summary>
    internal long PermitRest => _permitRest;

    /// <summary>What the burst costs: whole nanoseconds, and <see cref="BurstRest"/> beyond.</summary>
    internal long BurstNanos { get; }

    /// <summary>In units of 1/quota nanosecond, 0 to quota - 1.</summary>
    internal long BurstRest => _burstRest;

    /// <summary>
    /// How far ahead of now a state may be, in nanoseconds: what the burst costs, and a tenth of it or of the period, by which a stored ceiling may be ahead of what was charged.
    /// </summary>
    internal long MostAheadNanos => BurstNanos + MostStepNanos;

    /// <summary>The longest step by which a stored ceiling may be ahead of what was charged, in nanoseconds.</summary>
    internal long MostStepNanos => (Math.Max(PeriodNanos, BurstNanos) / 10) + PermitNanos + 1;

    /// <summary>What the burst costs without one permit: whole nanoseconds, and <see cref="SlackRest"/> beyond. Who owes no more has a permit left.</summary>
    internal long SlackNanos { get; }

    /// <summary>In units of 1/quota nanosecond, 0 to quota - 1.</summary>
    internal long SlackRest => _slackRest;

    /// <summary>The same rate with a smaller burst.</summary>
    /// <param name="burst">1 to <see cref="Burst"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The burst is outside its range.</exception>
    public Rate WithBurst(long burst)
    {
        ThrowIfDefault();
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(burst, Burst);
        return burst == Burst ? this : new Rate(this, burst);
    }

    /// <summary>Whether quota, period and burst are equal; all else follows from them.</summary>
    public bool Equals(Rate other) => _quota == other._quota && PeriodNanos == other.PeriodNanos && _burst == other._burst;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_quota, PeriodNanos, _burst);

    /// <summary>The largest burst that a quota per period refills within <see cref="MaxRefill"/>.</summary>
    internal static long MostBurst(long quota, TimeSpan period) =>
        (long)Int128.Min(MaxPermits, (((Int128)(MaxRefill.Ticks + 1) * quota) - 1) / period.Ticks);

    /// <summary>What a number of permits up to the burst costs: whole nanoseconds, and a rest in units of 1/quota nanosecond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal (long Nanos, long Remainder) CostOf(long permits)
    {
        // Neither product overflows: the burst costs at most 100 years, and both factors of a rest are up to 10^9.
        var nanos = permits * PermitNanos;
        if (_permitRest == 0)
        {
            return (nanos, 0);
        }

        var (carried, rest) = permits == 1 ? (0, _permitRest) : Math.DivRem(permits * _permitRest, _quota);
        return (nanos + carried, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ThrowIfDefault()
    {
        if (_quota == 0)
        {
            ThrowDefault();
        }
    }

    private static void ThrowDefault() => throw new InvalidOperationException("default(Rate) is no rate; make one with its constructor.");

    private static (int Burst, long BurstNanos, int BurstRest, long SlackNanos, int SlackRest) Saved(
        long quota, long permitNanos, long permitRest, long burst)
    {
        var (carried, rest) = Math.DivRem(burst * permitRest, quota);
        var nanos = (burst * permitNanos) + carried;
        var borrows = rest < permitRest;
        return ((int)burst, nanos, (int)rest, nanos - permitNanos - (borrows ? 1 : 0), (int)(rest - permitRest + (borrows ? quota : 0)));
    }
}
