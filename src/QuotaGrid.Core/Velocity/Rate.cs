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

    // A theoretical arrival time further ahead than this would not fit into an Instant.
    private const long MaxBurstNanos = 36_500L * 86_400 * Instant.NanosPerSecond;

    /// <summary>Creates a rate.</summary>
    /// <param name="quota">Permits gained per period, 1 to <see cref="MaxPermits"/>.</param>
    /// <param name="period">The period, over 0 and up to 366 days.</param>
    /// <param name="burst">
    /// Permits that may be saved up, 1 to <see cref="MaxPermits"/>. More than a hundred years gain is cut to what they gain.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public Rate(long quota, TimeSpan period, long burst)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quota, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quota, MaxPermits);
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(burst, MaxPermits);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, TimeSpan.FromDays(366));
        Quota = quota;
        PeriodNanos = period.Ticks * Instant.NanosPerTick;
        Burst = (long)Int128.Min(burst, (Int128)MaxBurstNanos * quota / PeriodNanos);
    }

    /// <summary>Permits gained per period.</summary>
    public long Quota { get; }

    /// <summary>The period in nanoseconds.</summary>
    public long PeriodNanos { get; }

    /// <summary>Permits that may be saved up, at most what a hundred years gain.</summary>
    public long Burst { get; }

    /// <summary>What a number of permits costs, in units of 1/quota nanosecond: a whole number for every rate, so nothing is ever rounded.</summary>
    internal Int128 CostOf(long permits)
    {
        Debug.Assert(permits >= 0);
        return (Int128)permits * PeriodNanos;
    }
}
