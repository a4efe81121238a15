using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Bench.Measuring;

/// <summary>What a run took on one thread, and beside another thread that did as much.</summary>
/// <param name="One">The nanoseconds of a run on one thread, of each round.</param>
/// <param name="Two">The nanoseconds of the slower one of two threads, of each round.</param>
public sealed record ThreadTiming(IReadOnlyList<double> One, IReadOnlyList<double> Two)
{
    /// <summary>How many times longer a run takes beside another: 1 when they do not disturb each other, 2 when two threads do no more than one.</summary>
    public double Slowdown => Percentile.Of(Two, 0.5)!.Value / Percentile.Of(One, 0.5)!.Value;

    /// <summary>The same of the quickest rounds.</summary>
    public double BestSlowdown => Two.Min() / One.Min();
}
