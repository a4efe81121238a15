using QuotaGrid.Core.Policies;

namespace QuotaGrid.Contracts.Policies;

/// <summary>The process's copy of the policy set in force, on silos and gateways alike. Safe for concurrent use.</summary>
public sealed class PolicyCache(IGrainFactory grains)
{
    private volatile PoliciesInForce? _current;

    /// <summary>The copy, or null before the first was fetched.</summary>
    public PoliciesInForce? Current => _current;

    /// <summary>The copy, fetched when there is none yet.</summary>
    /// <exception cref="PoliciesMissingException">No silo has published policies yet.</exception>
    public async ValueTask<PoliciesInForce> GetAsync() => _current ?? await RefreshAsync() ?? throw new PoliciesMissingException();

    /// <summary>Fetches what is in force, if it is newer than the copy.</summary>
    /// <returns>The copy after that; null when nothing is in force.</returns>
    public async ValueTask<PoliciesInForce?> RefreshAsync()
    {
        var newer = await grains.GetGrain<IPolicyGrain>(IPolicyGrain.Key).GetNewerAsync(_current?.Version ?? 0);
        if (newer is not null)
        {
            Take(newer);
        }

        return _current;
    }

    /// <summary>Takes a version that was just published or fetched; an older one than the copy is ignored.</summary>
    public void Take(PublishedPolicies published)
    {
        var taken = new PoliciesInForce(published.Version, PolicySet.Parse(published.Document));
        PoliciesInForce? current;
        do
        {
            current = _current;
        }
        while ((current is null || current.Version < taken.Version) && Interlocked.CompareExchange(ref _current, taken, current) != current);
    }
}
