namespace QuotaGrid.Load.Reports;

/// <summary>Percentiles by the nearest rank: always a value that was measured, never one in between.</summary>
public static class Percentile
{
    /// <summary>The smallest value that at least a share of all values does not exceed; null without values.</summary>
    /// <param name="values">The values, in any order.</param>
    /// <param name="share">The share, above 0 and at most 1: 0.99 for p99.</param>
    public static double? Of(IEnumerable<double> values, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
