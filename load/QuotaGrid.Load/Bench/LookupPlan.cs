using QuotaGrid.Core.Targets;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Bench;

/// <summary>
/// Requests that are made before the clock runs: for each an identity, its name as a request would bring it, and as many targets. Read from
/// front to back, so that the plan itself comes out of the cache.
/// </summary>
public sealed class LookupPlan
{
    private readonly int[] _identities;
    private readonly string[] _names;
    private readonly Fingerprint[] _targets;

    private LookupPlan(int[] identities, int itemsPerRequest, Population population, Func<int, int> placeOf)
    {
        _identities = identities;
        ItemsPerRequest = itemsPerRequest;
        _names = new string[identities.Length];
        _targets = new Fingerprint[identities.Length * itemsPerRequest];
        for (var request = 0; request < identities.Length; request++)
        {
            _names[request] = Population.NameOf(identities[request]);
            population.Fill(identities[request], placeOf(request), _targets.AsSpan(request * itemsPerRequest, itemsPerRequest));
        }
    }

    /// <summary>How many requests there are.</summary>
    public int Count => _identities.Length;

    /// <summary>The targets of each request.</summary>
    public int ItemsPerRequest { get; }

    /// <summary>Requests for known targets of identities in random order.</summary>
    /// <param name="population">The identities; only those that know enough targets are taken.</param>
    /// <param name="requests">How many requests.</param>
    /// <param name="itemsPerRequest">The targets of each.</param>
    /// <param name="random">Decides who asks, and for which of its targets.</param>
    /// <exception cref="ArgumentException">No identity knows as many targets as a request has.</exception>
    public static LookupPlan OfKnown(Population population, int requests, int itemsPerRequest, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(random);
        int[] able = [.. Enumerable.Range(0, population.Count).Where(identity => population.SizeOf(identity) >= itemsPerRequest)];
        if (able.Length == 0)
        {
            throw new ArgumentException($"Nobody knows {itemsPerRequest} targets.", nameof(population));
        }

        var identities = new int[requests];
        for (var i = 0; i < requests; i++)
        {
            identities[i] = able[random.Below(able.Length)];
        }

        return new LookupPlan(
            identities, itemsPerRequest, population,
            request => (int)random.Below(population.SizeOf(identities[request]) - itemsPerRequest + 1));
    }

    /// <summary>One request of each identity, for targets that it does not know yet.</summary>
    public static LookupPlan OfNew(Population population, int itemsPerRequest)
    {
        ArgumentNullException.ThrowIfNull(population);
        return new LookupPlan([.. Enumerable.Range(0, population.Count)], itemsPerRequest, population, population.SizeOf);
    }

    /// <summary>The identity of a request.</summary>
    public int IdentityOf(int request) => _identities[request];

    /// <summary>The name of a request's identity.</summary>
    public string NameOf(int request) => _names[request];

    /// <summary>The targets of a request.</summary>
    public ReadOnlySpan<Fingerprint> TargetsOf(int request) => _targets.AsSpan(request * ItemsPerRequest, ItemsPerRequest);
}
