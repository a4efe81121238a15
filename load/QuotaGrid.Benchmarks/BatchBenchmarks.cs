using BenchmarkDotNet.Attributes;
using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Bench.Measuring;

namespace QuotaGrid.Benchmarks;

/// <summary>A batch of 1,000 known targets of one identity, for each target.</summary>
[MemoryDiagnoser]
public class BatchBenchmarks
{
    private readonly Dictionary<string, Contender> _again =
        new HotRaces(seed: 1).Batch().ToDictionary(contender => contender.Name);

    /// <summary>The core with the state at hand, as in a grain.</summary>
    [Benchmark(OperationsPerInvoke = Scenario.BatchSize, Baseline = true)]
    public long Core() => _again[RaceName.Own].Run(1);

    /// <summary>A concurrent dictionary of locks, token buckets and sets.</summary>
    [Benchmark(OperationsPerInvoke = Scenario.BatchSize)]
    public long Dictionary() => _again[RaceName.Dictionary].Run(1);

    /// <summary>System.Threading.RateLimiting, one bucket, a permit at a time.</summary>
    [Benchmark(OperationsPerInvoke = Scenario.BatchSize)]
    public long TokenBucket() => _again[RaceName.TokenBucket].Run(1);

    /// <summary>System.Threading.RateLimiting, three chained buckets, a permit at a time.</summary>
    [Benchmark(OperationsPerInvoke = Scenario.BatchSize)]
    public long Chained() => _again[RaceName.Chained].Run(1);
}
