using System.Diagnostics;

namespace QuotaGrid.Load.Compare;

/// <summary>How long single decisions took, of one thread.</summary>
public sealed class LatencySamples
{
    private readonly List<double> _nanos = [];

    /// <summary>Adds a decision that began at a timestamp and has just ended.</summary>
    public void Add(long began) => _nanos.Add(Stopwatch.GetElapsedTime(began).TotalNanoseconds);

    /// <summary>A percentile over several threads, in nanoseconds.</summary>
    public static double Percentile(IEnumerable<LatencySamples> samples, double share)
    {
        double[] sorted = [.. samples.SelectMany(one => one._nanos).Order()];
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}
