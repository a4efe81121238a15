using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Simulation;

/// <summary>A process's clock: monotonic, off by a constant and by a drift that grows from when the process started.</summary>
/// <param name="OriginNanos">What it shows at the true time 0, without drift.</param>
/// <param name="Drift">By how much it runs fast, as a share: 0.0005 is 500 ppm.</param>
/// <param name="StartedAt">The true time at which the process started.</param>
internal readonly record struct SimulatedClock(long OriginNanos, double Drift, long StartedAt)
{
    /// <summary>What it shows at a true time.</summary>
    public Instant At(long time) => new(OriginNanos + time + (long)((time - StartedAt) * Drift));

    /// <summary>By how much it is ahead of another origin at a true time, in nanoseconds.</summary>
    public long AheadOf(long origin, long time) => At(time).UnixNanos - origin - time;
}
