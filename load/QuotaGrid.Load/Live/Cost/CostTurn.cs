namespace QuotaGrid.Load.Live.Cost;

/// <summary>What requests came to in one turn.</summary>
/// <param name="PerSecond">Decisions a second.</param>
/// <param name="P50">The median of how long one took, in seconds.</param>
/// <param name="P99">The 99th percentile, in seconds.</param>
/// <param name="SiloSeconds">Processor time of all silos for each lookup, in seconds; all that they do beside included.</param>
public sealed record CostTurn(double PerSecond, double P50, double P99, double SiloSeconds);
