namespace QuotaGrid.Load.Compare;

/// <summary>What one way came to in one round.</summary>
/// <param name="PerSecond">Decisions a second.</param>
/// <param name="P50Nanos">The median of how long one took, in nanoseconds.</param>
/// <param name="P99Nanos">The 99th percentile, in nanoseconds.</param>
/// <param name="Bytes">Bytes allocated for each by the threads that decide.</param>
/// <param name="ShareOfAsked">Of local decisions, the share that had to be asked for; else 0.</param>
public sealed record CompareTiming(double PerSecond, double P50Nanos, double P99Nanos, double Bytes, double ShareOfAsked);
