namespace QuotaGrid.Load.Bench.Measuring;

/// <summary>How long to measure: many short runs, because what else runs on the machine then disturbs some of them and not each.</summary>
/// <param name="WarmUp">How long each contender runs before it is timed, at least.</param>
/// <param name="Run">How long one timed run is, about.</param>
/// <param name="Rounds">How often each contender is timed.</param>
public sealed record RunLength(TimeSpan WarmUp, TimeSpan Run, int Rounds);
