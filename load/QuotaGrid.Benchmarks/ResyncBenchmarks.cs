using BenchmarkDotNet.Attributes;
using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Bench.Measuring;

namespace QuotaGrid.Benchmarks;

/// <summary>
/// A batch of 1,000 known targets 48 hours after the last one, for each target. The identity is made before each iteration, because time only goes on.
/// </summary>
[MemoryDiagnoser]
public class ResyncBenchmarks
{
    private const int Items = HotRaces.Syncs * Scenario.BatchSize;

    private readonly Dictionary<string, Contender> _contenders = new HotRaces(seed: 1).Resync().ToDictionary(contender => contender.Name);

    /// <summary>Makes the core's state.</summary>
    [IterationSetup(Target = nameof(Core))]
    public void PrepareCore() => _contenders[RaceName.Own].Prepare();

    /// <summary>Makes the dictionary's identity.</summary>
    [IterationSetup(Target = nameof(Dictionary))]
    public void PrepareDictionary() => _contenders[RaceName.Dictionary].Prepare();

    /// <summary>The core with the state at hand, as in a grain.</summary>
    [Benchmark(OperationsPerInvoke = Items, Baseline = true)]
    public long Core() => _contenders[RaceName.Own].Run(HotRaces.Syncs);

    /// <summary>A concurrent dictionary of locks, token buckets and sets.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public long Dictionary() => _contenders[RaceName.Dictionary].Run(HotRaces.Syncs);
}
