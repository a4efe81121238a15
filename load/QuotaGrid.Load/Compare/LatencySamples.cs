using System.Diagnostics;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Compare;

/// <summary>How long single decisions took, of one thread.</summary>
public sealed class LatencySamples
{
    private readonly List<double> _nanos = [];

    /// <summary>Adds a decision that began at a timestamp and has just ended.</summary>
    public void Add(long began) => _nanos.Add(Stopwatch.GetElapsedTime(began).TotalNanoseconds);

    /// <summary>A percentile over several threads, in nanoseconds; not a number when nothing was measured.</summary>
    public static double PercentileOf(IEnumerable<LatencySamples> samples, double share) =>
        Percentile.Of(samples.SelectMany(one => one._nanos), share) ?? double.NaN;
}
