using BenchmarkDotNet.Attributes;
using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Bench.Measuring;

namespace QuotaGrid.Benchmarks;

/// <summary>One known target of one identity against three limits, in the processor's cache. The baseline has what the alternatives have: a map and a lock.</summary>
[MemoryDiagnoser]
public class SingleTargetBenchmarks
{
    private const int Requests = 300;

    private readonly Dictionary<string, Contender> _contenders =
        new HotRaces(seed: 1).Single().ToDictionary(contender => contender.Name);

    /// <summary>The core with the state at hand, as in a grain.</summary>
    [Benchmark(OperationsPerInvoke = Requests)]
    public long Core() => _contenders[RaceName.Own].Run(Requests);

    /// <summary>The core behind a map and a lock.</summary>
    [Benchmark(OperationsPerInvoke = Requests, Baseline = true)]
    public long Keyed() => _contenders[RaceName.Keyed].Run(Requests);

    /// <summary>A concurrent dictionary of locks, token buckets and sets.</summary>
    [Benchmark(OperationsPerInvoke = Requests)]
    public long Dictionary() => _contenders[RaceName.Dictionary].Run(Requests);

    /// <summary>System.Threading.RateLimiting, one bucket.</summary>
    [Benchmark(OperationsPerInvoke = Requests)]
    public long TokenBucket() => _contenders[RaceName.TokenBucket].Run(Requests);

    /// <summary>System.Threading.RateLimiting, three chained buckets.</summary>
    [Benchmark(OperationsPerInvoke = Requests)]
    public long Chained() => _contenders[RaceName.Chained].Run(Requests);
}
