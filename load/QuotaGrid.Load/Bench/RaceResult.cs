using QuotaGrid.Load.Bench.Measuring;

namespace QuotaGrid.Load.Bench;

/// <summary>The timings of one race.</summary>
/// <param name="Name">What was timed.</param>
/// <param name="Timings">What each contender took.</param>
public sealed record RaceResult(string Name, IReadOnlyList<Timing> Timings);
