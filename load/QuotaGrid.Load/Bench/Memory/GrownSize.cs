namespace QuotaGrid.Load.Bench.Memory;

/// <summary>What target memory takes while it grows.</summary>
/// <param name="Targets">The targets at the end.</param>
/// <param name="WorstBytesPerTarget">The most bytes for each target between half of that and the end, which no growth cycle is longer than.</param>
public sealed record GrownSize(int Targets, double WorstBytesPerTarget);
