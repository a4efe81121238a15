using BenchmarkDotNet.Attributes;
using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Bench.Alternatives;
using QuotaGrid.Load.Bench.Measuring;
using QuotaGrid.Load.Bench.Subjects;

namespace QuotaGrid.Benchmarks;

/// <summary>
/// Known targets of identities in random order, out of so many that the next one is never in the processor's cache. Each benchmark is a process of its own and
/// builds its heap first: some 2.5 GB and half a minute. The dictionary has a tenth of the identities, or it would not fit.
/// </summary>
[MemoryDiagnoser]
public class ColdIdentityBenchmarks
{
    private const int Seed = 1;

    // As many items whichever the batch, so that one invocation takes about as long.
    private const int Items = 10_000;

    private Contender _contender = null!;

    /// <summary>How many identities there are.</summary>
    [Params(1_000_000)]
    public int Identities { get; set; }

    /// <summary>The targets of a request; with 1,000, only those who know as many ask.</summary>
    [Params(1, Scenario.BatchSize)]
    public int Batch { get; set; }

    /// <summary>Builds the core's heap.</summary>
    [GlobalSetup(Target = nameof(Core))]
    public void BuildCore()
    {
        var people = Population.WithAddressBooks(Seed, Identities);
        _contender = ColdHeap.Contend(RaceName.Own, new ColdHeap(people).Own, Seed, people, Batch);
    }

    /// <summary>Builds the core's heap behind a map.</summary>
    [GlobalSetup(Target = nameof(Keyed))]
    public void BuildKeyed()
    {
        var people = Population.WithAddressBooks(Seed, Identities);
        _contender = ColdHeap.Contend(RaceName.Keyed, new ColdHeap(people).Keyed(), Seed, people, Batch);
    }

    /// <summary>Builds the dictionary's heap.</summary>
    [GlobalSetup(Target = nameof(Dictionary))]
    public void BuildDictionary()
    {
        var people = Population.WithAddressBooks(Seed, Identities / 10);
        var subject = DictionarySubject.Fresh();
        people.SignUp(subject);
        _contender = ColdHeap.Contend(RaceName.Dictionary, subject, Seed, people, Batch);
    }

    /// <summary>Makes one bucket for each identity.</summary>
    [GlobalSetup(Target = nameof(TokenBucket))]
    public void BuildTokenBucket() => Build(RaceName.TokenBucket, new TokenBucketSubject(TokenBuckets.One(Scenario.VelocityQuota)));

    /// <summary>Makes three chained buckets for each identity.</summary>
    [GlobalSetup(Target = nameof(Chained))]
    public void BuildChained() =>
        Build(RaceName.Chained, new TokenBucketSubject(TokenBuckets.ThreeChained()));

    /// <summary>The core with the state at hand, as in a grain.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public long Core() => Run();

    /// <summary>The core behind a map and a lock.</summary>
    [Benchmark(OperationsPerInvoke = Items, Baseline = true)]
    public long Keyed() => Run();

    /// <summary>A concurrent dictionary of locks, token buckets and sets.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public long Dictionary() => Run();

    /// <summary>System.Threading.RateLimiting, one bucket.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public long TokenBucket() => Run();

    /// <summary>System.Threading.RateLimiting, three chained buckets.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public long Chained() => Run();

    private long Run() => _contender.Run(Items / Batch);

    private void Build(string name, TokenBucketSubject subject)
    {
        var people = Population.OfEqual(Seed, Identities, Scenario.BatchSize);
        people.SignUp(subject, mostTargets: 1);
        _contender = ColdHeap.Contend(name, subject, Seed, people, Batch);
    }
}
