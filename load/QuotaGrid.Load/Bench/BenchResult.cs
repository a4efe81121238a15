using QuotaGrid.Load.Bench.Measuring;
using QuotaGrid.Load.Bench.Memory;

namespace QuotaGrid.Load.Bench;

/// <summary>What a measurement found.</summary>
/// <param name="Settings">How large it was.</param>
/// <param name="Races">The timings.</param>
/// <param name="Threads">Two threads beside one.</param>
/// <param name="Memory">What the states take.</param>
public sealed record BenchResult(
    BenchSettings Settings, IReadOnlyList<RaceResult> Races, ThreadTiming Threads, MemoryResult Memory);
