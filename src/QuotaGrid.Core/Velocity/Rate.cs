using System.Diagnostics;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Velocity;

/// <summary>
/// The contract of a velocity or novel limit: over any interval of length t at most <c>burst + quota x t / period</c> permits, and
/// never fewer for a caller that waits out what it is told.
/// </summary>
public readonly record struct Rate
{
    /// <summary>The most permits that a quota or a burst may have.</summary>
    public const long MaxPermits = 1_000_000_000;

    /// <summary>The longest that an empty limit may take to refill, so that a theoretical arrival time stays within 64 bits of nanoseconds.</summary>
    public static readonly TimeSpan MaxRefill = TimeSpan.FromDays(36_500);

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
        ArgumentOutOfRangeException.ThrowIfGreaterThan(burst, MostBurst(quota, period));
        Quota = quota;
        PeriodNanos = period.Ticks * Instant.NanosPerTick;
        Burst = burst;
    }

    /// <summary>Permits gained per period.</summary>
    public long Quota { get; }

    /// <summary>The period in nanoseconds.</summary>
    public long PeriodNanos { get; }

    /// <summary>Permits that may be saved up.</summary>
    public long Burst { get; }

    /// <summary>The largest burst that a quota per period refills within <see cref="MaxRefill"/>.</summary>
    internal static long MostBurst(long quota, TimeSpan period) =>
        (long)Int128.Min(MaxPermits, (((Int128)(MaxRefill.Ticks + 1) * quota) - 1) / period.Ticks);

    /// <summary>What a number of permits costs, in units of 1/quota nanosecond: a whole number for every rate, so nothing is ever rounded.</summary>
    internal Int128 CostOf(long permits)
    {
        Debug.Assert(permits >= 0);
        return (Int128)permits * PeriodNanos;
    }
}
