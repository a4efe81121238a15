using System.Collections.Immutable;
using Orleans.Concurrency;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Grains.Ingress;

/// <summary>Fans one gateway's message out to the grains of the identities in it, from inside the cluster.</summary>
[GrainType("ingress"), StatelessWorker, Reentrant]
internal sealed class IngressGrain : Grain, IIngressGrain
{
    public async ValueTask<ImmutableArray<LookupResult>> DecideAsync(ImmutableArray<IdentityLookup> lookups)
    {
        CheckCount(lookups.Length);
        var pending = lookups.Select(DecideAsync).ToArray();
        return [.. await Task.WhenAll(pending)];
    }

    public async ValueTask<int> RecordOutcomesAsync(ImmutableArray<IdentityOutcomes> outcomes)
    {
        CheckCount(outcomes.Length);
        var pending = outcomes.Select(RecordAsync).ToArray();
        var counted = await Task.WhenAll(pending);
        return counted.Count(success => !success);
    }

    private async Task<LookupResult> DecideAsync(IdentityLookup lookup)
    {
        try
        {
            return new LookupResult(await GrainFactory.GetIdentity(lookup.Identity).DecideAsync(lookup.Request), Failure: null);
        }
        catch (Exception failure)
        {
            // The gateway that asked decides what a failure means, for this identity alone.
            return new LookupResult(Reply: null, failure);
        }
    }

    private async Task<bool> RecordAsync(IdentityOutcomes outcomes)
    {
        try
        {
            await GrainFactory.GetIdentity(outcomes.Identity).RecordOutcomesAsync(outcomes.Report);
            return true;
        }
        catch (Exception)
        {
            // Counted by the gateway, which is told how many there were.
            return false;
        }
    }

    private static void CheckCount(int identities)
    {
        if (identities is < 1 or > IIngressGrain.MaxIdentities)
        {
            throw new InvalidValueException(new("lookups", $"The message is about {identities} identities.", $"Send 1 to {IIngressGrain.MaxIdentities}."));
        }
    }
}
