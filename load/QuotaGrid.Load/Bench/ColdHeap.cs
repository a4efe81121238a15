using System.Collections.Concurrent;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Load.Bench.Measuring;
using QuotaGrid.Load.Bench.Subjects;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Bench;

/// <summary>People with address books, so many that the one who asks next is never in the processor's cache.</summary>
public sealed class ColdHeap
{
    /// <summary>The most requests of a plan for single targets.</summary>
    public const int MostRequests = 1_000_000;

    /// <summary>The requests of a plan for batches.</summary>
    public const int BatchRequests = 1_000;

    private readonly CapabilityState[] _states;

    /// <summary>Lets a population sign up.</summary>
    public ColdHeap(Population population, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(population);
        People = population;
        Identities = new IdentityState[population.Count];
        _states = new CapabilityState[population.Count];
        for (var i = 0; i < Identities.Length; i++)
        {
            Identities[i] = new IdentityState();
            _states[i] = Identities[i].For(Scenario.Contacts);
        }

        population.SignUp(new BareStates(_states), cancellation: cancellation);
    }

    /// <summary>The people.</summary>
    public Population People { get; }

    /// <summary>Everything that is kept of them.</summary>
    public IdentityState[] Identities { get; }

    /// <summary>The states at hand.</summary>
    public BareStates Own => new(_states);

    /// <summary>The states at hand, asked for one known target each by people in random order, sixteen brought into the cache at a time.</summary>
    public PrefetchedContender ContendPrefetched(int seed) =>
        new(RaceName.Prefetched, _states, PlanOf(seed, People, itemsPerRequest: 1), Scenario.Step);

    /// <summary>The same states behind a map and a lock.</summary>
    public KeyedStates Keyed()
    {
        var states = new ConcurrentDictionary<string, CapabilityState>(Environment.ProcessorCount, _states.Length, StringComparer.Ordinal);
        for (var i = 0; i < _states.Length; i++)
        {
            states[Population.NameOf(i)] = _states[i];
        }

        return new KeyedStates(states);
    }

    /// <summary>A subject that is asked by people in random order for targets that they know.</summary>
    public static LookupContender<TSubject> Contend<TSubject>(string name, TSubject subject, int seed, Population people, int itemsPerRequest)
        where TSubject : struct, ISubject
    {
        ArgumentNullException.ThrowIfNull(people);
        return new LookupContender<TSubject>(name, subject, PlanOf(seed, people, itemsPerRequest), Scenario.Step);
    }

    private static LookupPlan PlanOf(int seed, Population people, int itemsPerRequest)
    {
        var requests = itemsPerRequest == 1 ? Math.Min(MostRequests, 2 * people.Count) : BatchRequests;
        return LookupPlan.OfKnown(people, requests, itemsPerRequest, new SeededRandom(seed, "cold"));
    }
}
