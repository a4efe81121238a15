using BenchmarkDotNet.Attributes;
using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Bench.Measuring;

namespace QuotaGrid.Benchmarks;

/// <summary>A batch of 1,000 new targets, for each target. The states are made before each iteration, because asking changes them.</summary>
[MemoryDiagnoser]
public class NewTargetBenchmarks
{
    private const int States = 64;
    private const int Items = States * Scenario.BatchSize;

    private Dictionary<string, Contender> _contenders = null!;

    /// <summary>Whether the identities know about 10,000 targets, or none.</summary>
    [Params(false, true)]
    public bool Large { get; set; }

    /// <summary>Chooses the identities.</summary>
    [GlobalSetup]
    public void Choose()
    {
        var hot = new HotRaces(seed: 1);
        _contenders = (Large ? hot.Large(States) : hot.New(States)).ToDictionary(contender => contender.Name);
    }

    /// <summary>Makes the core's states.</summary>
    [IterationSetup(Target = nameof(Core))]
    public void PrepareCore() => _contenders[RaceName.Own].Prepare();

    /// <summary>Makes the dictionary's identities.</summary>
    [IterationSetup(Target = nameof(Dictionary))]
    public void PrepareDictionary() => _contenders[RaceName.Dictionary].Prepare();

    /// <summary>The core with the state at hand, as in a grain.</summary>
    [Benchmark(OperationsPerInvoke = Items, Baseline = true)]
    public long Core() => _contenders[RaceName.Own].Run(States);

    /// <summary>A concurrent dictionary of locks, token buckets and sets.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public long Dictionary() => _contenders[RaceName.Dictionary].Run(States);
}
