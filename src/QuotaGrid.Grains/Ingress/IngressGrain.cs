using System.Collections.Immutable;
using Orleans.Concurrency;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Problems;
using QuotaGrid.Grains.Identities;

namespace QuotaGrid.Grains.Ingress;

/// <summary>Fans one gateway's message out to the grains of the identities in it, from inside the cluster.</summary>
[GrainType(IIngressGrain.TypeName), StatelessWorker, Reentrant]
internal sealed class IngressGrain(LocalIdentities locals, TimeProvider time) : Grain, IIngressGrain
{
    private const double ShareOfPatience = 0.75;

    public async ValueTask<ImmutableArray<LookupResult>> DecideAsync(ImmutableArray<IdentityLookup> lookups, TimeSpan patience)
    {
        CheckCount(lookups.Length);
        var all = new FanOut<LookupRequest, DecisionReply>(
            GrainFactory,
            locals,
            static (grain, request) => grain.DecideAsync(request),
            [.. lookups.Select(lookup => lookup.Identity)],
            [.. lookups.Select(lookup => lookup.Request)]);
        await all.RunAsync(patience * ShareOfPatience, time);
        return [.. Enumerable.Range(0, lookups.Length).Select(place => ToResult(all[place]))];
    }

    public async ValueTask<GatewaySyncReply> SyncAsync(GatewaySync sync, TimeSpan patience)
    {
        CheckCount(Math.Max(1, sync.Syncs.Length));
        var outcomes = sync.Outcomes.IsEmpty ? ValueTask.FromResult(0) : RecordOutcomesAsync(sync.Outcomes);
        var all = new FanOut<SyncRequest, SyncReply>(
            GrainFactory,
            locals,
            static (grain, request) => grain.SyncAsync(request),
            [.. sync.Syncs.Select(one => one.Identity)],
            [.. sync.Syncs.Select(one => one.Request)]);
        await all.RunAsync(patience * ShareOfPatience, time);

        // A failure is no answer to the gateway, as when the message was lost: it reports again, and counts it.
        return new GatewaySyncReply([.. Enumerable.Range(0, sync.Syncs.Length).Select(place => all[place].Answer)], await outcomes);
    }

    public async ValueTask<int> RecordOutcomesAsync(ImmutableArray<IdentityOutcomes> outcomes)
    {
        CheckCount(outcomes.Length);

        // One after the other for each identity: many reports about one must not fill its queue.
        var pending = outcomes.GroupBy(one => one.Identity, one => one.Report).Select(RecordEachAsync).ToArray();
        return (await Task.WhenAll(pending)).Sum();
    }

    private static LookupResult ToResult((DecisionReply? Reply, Exception? Failure) one) => one is (null, null)
        ? new LookupResult(Reply: null, new TimeoutException("The identity's grain did not answer in time."))
        : new LookupResult(one.Reply, one.Failure);

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
