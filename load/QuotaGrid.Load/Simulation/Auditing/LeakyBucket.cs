namespace QuotaGrid.Load.Simulation.Auditing;

/// <summary>
/// What was counted and has not leaked out yet. It is never above a bound b exactly when in every window of w seconds at most <c>b + rate x w</c> were counted.
/// </summary>
/// <param name="perSecond">The rate at which it leaks.</param>
public sealed class LeakyBucket(double perSecond)
{
    private double _level;
    private double _at;

    /// <summary>Counts.</summary>
    /// <param name="now">The time in seconds; never goes back.</param>
    /// <param name="count">How many.</param>
    public void Add(double now, double count) => (_level, _at) = (LevelAt(now) + count, now);

    /// <summary>What has not leaked out.</summary>
    public double LevelAt(double now) => Math.Max(0, _level - (perSecond * (now - _at)));
}
