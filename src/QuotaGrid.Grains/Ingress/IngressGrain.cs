using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orleans.Concurrency;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Grains.Ingress;

/// <summary>Fans one gateway's message out to the grains of the identities in it, from inside the cluster.</summary>
[GrainType("ingress"), StatelessWorker, Reentrant]
internal sealed class IngressGrain(TimeProvider time) : Grain, IIngressGrain
{
    private const double ShareOfPatience = 0.75;

    public async ValueTask<ImmutableArray<LookupResult>> DecideAsync(ImmutableArray<IdentityLookup> lookups, TimeSpan patience)
    {
        CheckCount(lookups.Length);
        var pending = Array.ConvertAll(ImmutableCollectionsMarshal.AsArray(lookups)!, DecideOneAsync);
        await EndAsync(pending, patience);
        return ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(
            pending, one => one.IsCompleted ? one.Result : new LookupResult(Reply: null, new TimeoutException("The identity's grain did not answer in time."))));
    }

    public async ValueTask<GatewaySyncReply> SyncAsync(GatewaySync sync, TimeSpan patience)
    {
        CheckCount(Math.Max(1, sync.Syncs.Length));
        var outcomes = sync.Outcomes.IsEmpty ? ValueTask.FromResult(0) : RecordOutcomesAsync(sync.Outcomes);
        var pending = Array.ConvertAll(ImmutableCollectionsMarshal.AsArray(sync.Syncs)!, SyncOneAsync);
        await EndAsync(pending, patience);
        return new GatewaySyncReply(
            ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(pending, one => one.IsCompleted ? one.Result : null)), await outcomes);
    }

    public async ValueTask<int> RecordOutcomesAsync(ImmutableArray<IdentityOutcomes> outcomes)
    {
        CheckCount(outcomes.Length);

        // One after the other for each identity: many reports about one must not fill its queue.
        var pending = outcomes.GroupBy(one => one.Identity, one => one.Report).Select(RecordEachAsync).ToArray();
        return (await Task.WhenAll(pending)).Sum();
    }

    // One that is slow keeps nobody from the answers that are there.
    private async Task EndAsync(IEnumerable<Task> pending, TimeSpan patience) =>
        await Task.WhenAll(pending).WaitAsync(patience * ShareOfPatience, time).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);

    private async Task<LookupResult> DecideOneAsync(IdentityLookup lookup)
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

    private async Task<SyncReply?> SyncOneAsync(IdentitySync sync)
    {
        try
        {
            return await GrainFactory.GetIdentity(sync.Identity).SyncAsync(sync.Request);
        }
        catch (Exception)
        {
            // To the gateway that is no answer, as when the message was lost: it reports again, and counts it.
            return null;
        }
    }

    /// <summary>Counts one identity's reports; says how many could not be.</summary>
    private async Task<int> RecordEachAsync(IGrouping<Identity, OutcomeReport> reports)
    {
        var failed = 0;
        foreach (var report in reports)
        {
            try
            {
                // After one failure the rest is not tried: the gateway waits no longer than for one.
                if (failed == 0)
                {
                    await GrainFactory.GetIdentity(reports.Key).RecordOutcomesAsync(report).AsTask().WaitAsync(IIngressGrain.OutcomePatience, time);
                    continue;
                }
            }
            catch (Exception)
            {
                // Counted by the gateway, which is told how many there were.
            }

            failed++;
        }

        return failed;
    }

    private static void CheckCount(int identities)
    {
        if (identities is < 1 or > IIngressGrain.MaxIdentities)
        {
            throw new InvalidValueException(new("lookups", $"The message is about {identities} identities.", $"Send 1 to {IIngressGrain.MaxIdentities}."));
        }
    }
}
