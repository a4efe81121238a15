using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Leases;

/// <summary>How permits are lent, and how far ahead of what is durable an identity may go.</summary>
/// <param name="Lease">How long a lease lasts. Over 0.</param>
/// <param name="CeilingShare">The step of the durable ceiling, as a share of the quota or of the burst, whichever is more. Over 0 and at most <see cref="MostShare"/>.</param>
/// <param name="ShortestCeiling">
/// The shortest period, or time in which a burst refills, for which there is a ceiling: anything shorter has refilled by the time another activation may begin.
/// </param>
public sealed record LeaseRules(TimeSpan Lease, double CeilingShare, TimeSpan ShortestCeiling)
{
    /// <summary>The largest <see cref="CeilingShare"/>.</summary>
    public const double MostShare = 0.1;

    // The most that a lease adds to what is admitted in a period: a thirtieth.
    private const int LeasesPerPeriod = 30;

    /// <summary>
    /// How long a lease lasts under limits of long periods: at most this, and a thirtieth of the shortest period of the policy's limits. <see cref="Lease"/> unless it is set.
    /// </summary>
    public TimeSpan LongestLease { get; init; } = Lease;

    /// <summary>Leases of 2 seconds, steps of 2 %, and no ceiling for less than a minute.</summary>
    public static readonly LeaseRules Default = new(TimeSpan.FromSeconds(2), 0.02, TimeSpan.FromMinutes(1));

    /// <summary>The length of a lease under limits of which the shortest has a period, in nanoseconds.</summary>
    internal long LeaseNanosOf(long periodNanos)
    {
        var shortest = Lease.Ticks * Instant.NanosPerTick;
        return Math.Clamp(periodNanos / LeasesPerPeriod, shortest, Math.Max(shortest, LongestLease.Ticks * Instant.NanosPerTick));
    }

    /// <summary>How long after its end a lease's return may take that is still put back into the budgets that paid, in nanoseconds.</summary>
    internal long ReturnNanos => Lease.Ticks * Instant.NanosPerTick / 2;

    /// <summary>The step of a limit's ceiling, in nanoseconds; 0 for a limit that has none.</summary>
    internal long StepNanosOf(in Rate rate)
    {
        var span = Math.Max(rate.PeriodNanos, rate.BurstNanos);
        return span < ShortestCeiling.Ticks * Instant.NanosPerTick ? 0 : Math.Clamp((long)(span * CeilingShare), rate.PermitNanos + 1, rate.MostStepNanos);
    }
}
