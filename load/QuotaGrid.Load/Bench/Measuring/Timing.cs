using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Bench.Measuring;

/// <summary>What one contender took.</summary>
/// <param name="Contender">Its name.</param>
/// <param name="NanosPerItem">The nanoseconds for each item, of each round.</param>
/// <param name="BytesPerRequest">The bytes that its thread allocated for each request, over all rounds.</param>
public sealed record Timing(string Contender, IReadOnlyList<double> NanosPerItem, double BytesPerRequest)
{
    /// <summary>The middle one of the rounds: what to expect.</summary>
    public double Median => Percentile.Of(NanosPerItem, 0.5)!.Value;

    /// <summary>The quickest of the rounds: what it takes when nothing disturbs it.</summary>
    public double Best => NanosPerItem.Min();
}
