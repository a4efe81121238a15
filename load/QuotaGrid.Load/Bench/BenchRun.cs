using System.Runtime;
using QuotaGrid.Load.Bench.Alternatives;
using QuotaGrid.Load.Bench.Measuring;
using QuotaGrid.Load.Bench.Memory;
using QuotaGrid.Load.Bench.Subjects;

namespace QuotaGrid.Load.Bench;

/// <summary>One measurement from start to end: what fits in the cache first, then the large heaps.</summary>
/// <param name="settings">How large it is.</param>
/// <param name="progress">Is told what comes next.</param>
public sealed class BenchRun(BenchSettings settings, Action<string> progress)
{
    private readonly List<RaceResult> _races = [];

    /// <summary>Measures everything.</summary>
    public BenchResult Run(CancellationToken cancellation)
    {
        // A collection beside the measurement would take the other core.
        var mode = GCSettings.LatencyMode;
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        try
        {
            progress("target memory while it grows, and stored bytes");
            GrownSize[] grown = [.. TargetGrowth.Sizes.Select(size => TargetGrowth.Measure(settings.Seed, size, cancellation))];
            var encoded = EncodedSizes.Measure(settings.Seed);
            RaceHot(cancellation);
            progress("two threads");
            var threads = ThreadRace.Run(new HotRaces(settings.Seed).OwnSingle, settings.Length, cancellation);
            var (own, dictionary, encodedMean) = MeasureCold(cancellation);
            RaceTokenBuckets(cancellation);
            var memory = new MemoryResult(own, MeasureOneTarget(cancellation), dictionary, encodedMean, grown, encoded);
            return new BenchResult(settings, _races, threads, memory);
        }
        finally
        {
            GCSettings.LatencyMode = mode;
        }
    }

    private void RaceHot(CancellationToken cancellation)
    {
        var hot = new HotRaces(settings.Seed);
        AddRace(RaceName.SingleHot, hot.Single(), cancellation);
        AddRace(RaceName.BatchKnown, hot.Batch(), cancellation);
        AddRace(RaceName.BatchResync, hot.Resync(), cancellation);
        AddRace(RaceName.BatchNew, hot.New(settings.NewStates), cancellation);
        AddRace(RaceName.BatchLarge, hot.Large(settings.NewStates), cancellation);
        AddRace(RaceName.Part, HotRaces.Parts(), cancellation);
    }

    private (HeapResult Own, HeapResult Dictionary, double EncodedMean) MeasureCold(CancellationToken cancellation)
    {
        progress($"{settings.Identities:N0} people sign up");
        var people = Population.WithAddressBooks(settings.Seed, settings.Identities);
        var own = HeapResult.Of(people, HeapBytes.Of(() => new ColdHeap(people, cancellation), out var heap));
        var stride = Math.Max(1, settings.Identities / settings.Encoded);
        var encodedMean = heap.Identities.Where((_, i) => i % stride == 0).Average(identity => identity.Encode().Length);

        progress($"{settings.DictionaryIdentities:N0} people sign up to the dictionary alternative");
        var fewer = people.First(settings.DictionaryIdentities);
        var dictionary = HeapResult.Of(fewer, HeapBytes.Of(() => SignUp(fewer, DictionarySubject.Fresh(), cancellation), out var subject));

        var keyed = heap.Keyed();
        Race(RaceName.SingleCold, 1, heap.ContendPrefetched(settings.Seed));
        Race(RaceName.BatchCold, Scenario.BatchSize);
        GC.KeepAlive(heap);
        return (own, dictionary, encodedMean);

        void Race(string name, int items, params Contender[] others) => AddRace(
            name,
            [
                ColdHeap.Contend(RaceName.Own, heap.Own, settings.Seed, people, items),
                .. others,
                ColdHeap.Contend(RaceName.Keyed, keyed, settings.Seed, people, items),
                ColdHeap.Contend(RaceName.Dictionary, subject, settings.Seed, fewer, items),
            ],
            cancellation);
    }

    private HeapResult MeasureOneTarget(CancellationToken cancellation)
    {
        var people = Population.OfEqual(settings.Seed, settings.DictionaryIdentities, 1);
        var bytes = HeapBytes.Of(() => new ColdHeap(people, cancellation), out var heap);
        GC.KeepAlive(heap);
        return HeapResult.Of(people, bytes);
    }

    /// <summary>
    /// System.Threading.RateLimiting with many identities, one limiter after the other and last: ten times a second it walks over all of its buckets on
    /// another core, which would slow down whoever runs beside it.
    /// </summary>
    private void RaceTokenBuckets(CancellationToken cancellation)
    {
        var people = Population.OfEqual(settings.Seed, settings.TokenBucketIdentities, Scenario.BatchSize);
        using (var one = TokenBuckets.One(Scenario.VelocityQuota))
        {
            Race(RaceName.TokenBucket, new TokenBucketSubject(one));
        }

        using (var chained = TokenBuckets.ThreeChained())
        {
            Race(RaceName.Chained, new TokenBucketSubject(chained));
        }

        void Race(string contender, TokenBucketSubject subject)
        {
            progress($"{people.Count:N0} people sign up to {contender}");
            people.SignUp(subject, mostTargets: 1, cancellation);
            AddRace(RaceName.SingleCold, [ColdHeap.Contend(contender, subject, settings.Seed, people, 1)], cancellation);
            AddRace(RaceName.BatchCold, [ColdHeap.Contend(contender, subject, settings.Seed, people, Scenario.BatchSize)], cancellation);
        }
    }

    private static TSubject SignUp<TSubject>(Population people, TSubject subject, CancellationToken cancellation)
        where TSubject : struct, ISubject
    {
        people.SignUp(subject, cancellation: cancellation);
        return subject;
    }

    private void AddRace(string name, IReadOnlyList<Contender> contenders, CancellationToken cancellation)
    {
        progress($"{name}: {string.Join(", ", contenders.Select(contender => contender.Name))}");
        HeapBytes.Settled();
        var timings = Measuring.Race.Run(contenders, settings.Length, cancellation);
        var place = _races.FindIndex(race => race.Name == name);
        if (place < 0)
        {
            _races.Add(new RaceResult(name, timings));
        }
        else
        {
            _races[place] = new RaceResult(name, [.. _races[place].Timings, .. timings]);
        }
    }
}
