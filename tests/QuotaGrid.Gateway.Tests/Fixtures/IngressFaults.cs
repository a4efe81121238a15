using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;

namespace QuotaGrid.Gateway.Tests.Fixtures;

/// <summary>
/// A message about many identities, at an ingress grain. Identities of its own silo it asks without a message, so that no filter would see it: those that something is wrong with are asked by one here.
/// </summary>
internal sealed class IngressFaults(IIncomingGrainCallContext context, Func<string, bool> isFaulty, Action<string> onDecided)
{
    private IGrainFactory Grains => context.TargetContext.ActivationServices.GetRequiredService<IGrainFactory>();

    public Task InvokeAsync() => context.InterfaceMethod.Name == "DecideAsync" ? DecideAsync() : SyncAsync();

    private async Task DecideAsync()
    {
        var (lookups, patience) = ((ImmutableArray<IdentityLookup>)context.Request.GetArgument(0)!, (TimeSpan)context.Request.GetArgument(1)!);
        var faulty = lookups.Where(lookup => isFaulty(lookup.Identity.Value)).Select(lookup => AskAsync(lookup, patience)).ToArray();
        var others = lookups.Where(lookup => !isFaulty(lookup.Identity.Value)).ToImmutableArray();
        foreach (var other in others)
        {
            onDecided(other.Identity.Value);
        }

        var answers = new Queue<LookupResult>();
        if (others.Length > 0)
        {
            context.Request.SetArgument(0, others);
            await context.Invoke();
            answers = new(((ImmutableArray<LookupResult>)context.Result!).AsEnumerable());
        }

        var failures = new Queue<LookupResult>(await Task.WhenAll(faulty));
        context.Result = lookups.Select(lookup => (isFaulty(lookup.Identity.Value) ? failures : answers).Dequeue()).ToImmutableArray();
    }

    private async Task SyncAsync()
    {
        var (sync, patience) = ((GatewaySync)context.Request.GetArgument(0)!, (TimeSpan)context.Request.GetArgument(1)!);
        var faulty = sync.Syncs.Where(one => isFaulty(one.Identity.Value)).Select(one => AskAsync(one, patience)).ToArray();
        context.Request.SetArgument(0, sync with { Syncs = [.. sync.Syncs.Where(one => !isFaulty(one.Identity.Value))] });
        await context.Invoke();
        var reply = (GatewaySyncReply)context.Result!;
        var (answers, failures) = (new Queue<Core.Leases.SyncReply?>(reply.Replies), new Queue<Core.Leases.SyncReply?>(await Task.WhenAll(faulty)));
        context.Result = reply with { Replies = [.. sync.Syncs.Select(one => (isFaulty(one.Identity.Value) ? failures : answers).Dequeue())] };
    }

    private async Task<LookupResult> AskAsync(IdentityLookup lookup, TimeSpan patience)
    {
        try
        {
            return new LookupResult(await Grains.GetIdentity(lookup.Identity).DecideAsync(lookup.Request).AsTask().WaitAsync(patience, TimeProvider.System), Failure: null);
        }
        catch (Exception failure)
        {
            return new LookupResult(Reply: null, failure);
        }
    }

    private async Task<Core.Leases.SyncReply?> AskAsync(IdentitySync sync, TimeSpan patience)
    {
        try
        {
            return await Grains.GetIdentity(sync.Identity).SyncAsync(sync.Request).AsTask().WaitAsync(patience, TimeProvider.System);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
