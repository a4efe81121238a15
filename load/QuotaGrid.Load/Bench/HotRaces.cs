using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Velocity;
using QuotaGrid.Load.Bench.Alternatives;
using QuotaGrid.Load.Bench.Measuring;
using QuotaGrid.Load.Bench.Subjects;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Bench;

/// <summary>The contenders of races that stay in the processor's cache: one identity, or a few that are new.</summary>
/// <param name="seed">What targets and orders are made from.</param>
public sealed class HotRaces(int seed)
{
    /// <summary>The targets that the identity of the single hot target knows.</summary>
    public const int BookSize = 300;

    /// <summary>The syncs of one run: 128 days. Time only goes on, and ends in the year 2262, so a run begins again with a new identity.</summary>
    public const int Syncs = 64;

    private const int LeastLarge = 8_000;
    private const int MostLarge = 12_000;

    /// <summary>The core alone: one known target.</summary>
    public LookupContender<BareStates> OwnSingle()
    {
        var population = Population.OfEqual(seed, 1, BookSize);
        return Own(population, Known(population, BookSize, 1), Scenario.Step);
    }

    /// <summary>One known target, everyone.</summary>
    public IReadOnlyList<Contender> Single()
    {
        var population = Population.OfEqual(seed, 1, BookSize);
        return Everyone(population, Known(population, BookSize, 1));
    }

    /// <summary>A batch of known targets, everyone.</summary>
    public IReadOnlyList<Contender> Batch()
    {
        var population = Population.OfEqual(seed, 1, Scenario.BatchSize);
        return Everyone(population, Known(population, 1, Scenario.BatchSize));
    }

    /// <summary>A batch of known targets 48 hours after the last one: every time is written anew.</summary>
    public IReadOnlyList<Contender> Resync()
    {
        var population = Population.OfEqual(seed, 1, Scenario.BatchSize);
        return MadeAnew(population, Known(population, Syncs, Scenario.BatchSize), Scenario.SyncInterval);
    }

    /// <summary>The first batch of identities that were never seen.</summary>
    public IReadOnlyList<Contender> New(int states)
    {
        var population = Population.OfEqual(seed, states, 0);
        return MadeAnew(population, LookupPlan.OfNew(population, Scenario.BatchSize), Scenario.Step);
    }

    /// <summary>A batch of new targets of identities that know about 10,000, all over a growth cycle.</summary>
    public IReadOnlyList<Contender> Large(int states)
    {
        var population = Population.Of(seed, Enumerable.Range(0, states).Select(i => LeastLarge + ((MostLarge - LeastLarge) * i / states)));
        return MadeAnew(population, LookupPlan.OfNew(population, Scenario.BatchSize), Scenario.Step);
    }

    /// <summary>Parts of a decision by themselves.</summary>
    public static IReadOnlyList<Contender> Parts() => [GcraAlone(), FingerprintAlone()];

    private static PartContender GcraAlone()
    {
        var rate = new Rate(Scenario.VelocityQuota, TimeSpan.FromMinutes(2), Scenario.VelocityQuota);
        var (gcra, now) = (default(Gcra), Scenario.Start);
        return new PartContender(RaceName.Gcra, 1, requests =>
        {
            long charged = 0;
            for (var left = requests; left > 0; left--)
            {
                now += Scenario.Step;
                if (gcra.Available(rate, now) > 0)
                {
                    gcra.Charge(rate, now, 1);
                    charged++;
                }
            }

            return charged;
        });
    }

    private static PartContender FingerprintAlone()
    {
        var numbers = new CanonicalTarget[Scenario.BatchSize];
        for (var i = 0; i < numbers.Length; i++)
        {
            CanonicalTarget.TryRead(TargetSpace.Integer, defaultRegion: null, $"{14_155_550_000 + i}", out numbers[i], out _);
        }

        var fingerprinter = new Fingerprinter(FingerprintKey.Derive(new byte[32]));
        var fingerprints = new Fingerprint[numbers.Length];
        return new PartContender(RaceName.Fingerprint, numbers.Length, requests =>
        {
            for (var left = requests; left > 0; left--)
            {
                fingerprinter.OfEach(numbers, fingerprints);
            }

            return (long)requests * fingerprints.Length;
        });
    }

    private LookupPlan Known(Population population, int requests, int items) =>
        LookupPlan.OfKnown(population, requests, items, new SeededRandom(seed, "hot"));

    private static IReadOnlyList<Contender> Everyone(Population population, LookupPlan plan) =>
    [
        Own(population, plan, Scenario.Step),
        Knowing(RaceName.Keyed, population, KeyedStates.Fresh(), plan, Scenario.Step),
        Knowing(RaceName.Dictionary, population, DictionarySubject.Fresh(), plan, Scenario.Step),
        Knowing(
            RaceName.TokenBucket, population, new TokenBucketSubject(TokenBuckets.One(Scenario.VelocityQuota)), plan, Scenario.Step),
        Knowing(
            RaceName.Chained,
            population,
            new TokenBucketSubject(TokenBuckets.ThreeChained()),
            plan,
            Scenario.Step),
    ];

    private static LookupContender<BareStates> Own(Population population, LookupPlan plan, TimeSpan step) =>
        Knowing(RaceName.Own, population, BareStates.Fresh(population.Count), plan, step);

    private static LookupContender<TSubject> Knowing<TSubject>(
        string name, Population population, TSubject subject, LookupPlan plan, TimeSpan step)
        where TSubject : struct, ISubject
    {
        population.SignUp(subject);
        return new LookupContender<TSubject>(name, subject, plan, step);
    }

    private static IReadOnlyList<Contender> MadeAnew(Population population, LookupPlan plan, TimeSpan step)
    {
        return
        [
            new FreshContender<BareStates>(RaceName.Own, () => SignedUp(BareStates.Fresh(population.Count)), plan, step),
            new FreshContender<DictionarySubject>(RaceName.Dictionary, () => SignedUp(DictionarySubject.Fresh()), plan, step),
        ];

        TSubject SignedUp<TSubject>(TSubject subject)
            where TSubject : struct, ISubject
        {
            population.SignUp(subject);
            return subject;
        }
    }
}
