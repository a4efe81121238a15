using System.Collections.Immutable;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Identities;

namespace QuotaGrid.Gateway.Leases;

/// <summary>
/// Sends lookups to the silos. Few go at once, each by itself; when more come than that, those that come meanwhile go together in one message as soon as another one has been answered. So a
/// lookup never waits for company, and many cost few messages.
/// </summary>
/// <param name="grains">The silos.</param>
/// <param name="ingress">The key of the ingress grain that takes the messages.</param>
/// <param name="patience">How long an answer is waited for until the next message goes.</param>
/// <param name="time">The clock.</param>
internal sealed class LookupLane(IGrainFactory grains, long ingress, TimeSpan patience, TimeProvider time)
{
    /// <summary>The most messages on their way.</summary>
    public const int MaxInFlight = 4;

    /// <summary>The most lookups that wait for one of them.</summary>
    public const int MaxWaiting = 4 * IIngressGrain.MaxIdentities;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = [];
    private int _inFlight;

    /// <summary>Asks the grain of an identity.</summary>
    /// <exception cref="GatewayBusyException">There are <see cref="MaxWaiting"/> lookups before it; nothing was charged.</exception>
    public Task<DecisionReply> AskAsync(Identity identity, LookupRequest request)
    {
        lock (_gate)
        {
            if (_inFlight == MaxInFlight)
            {
                return Wait(new IdentityLookup(identity, request));
            }

            _inFlight++;
        }

        var asked = grains.GetIdentity(identity).DecideAsync(request).AsTask();
        _ = FollowAsync(asked);
        return asked;
    }

    private Task<DecisionReply> Wait(IdentityLookup lookup)
    {
        if (_waiting.Count == MaxWaiting)
        {
            return Task.FromException<DecisionReply>(new GatewayBusyException());
        }

        var waiting = new Waiting(lookup);
        _waiting.Enqueue(waiting);
        return waiting.Answer.Task;
    }

    /// <summary>When a message is answered, or was waited for long enough, the next one goes.</summary>
    private async Task FollowAsync(Task asked)
    {
        try
        {
            await asked.WaitAsync(patience, time);
        }
        catch (Exception)
        {
            // Whoever asked is told.
        }

        List<Waiting> next = [];
        lock (_gate)
        {
            while (next.Count < IIngressGrain.MaxIdentities && _waiting.TryDequeue(out var waiting))
            {
                next.Add(waiting);
            }

            if (next.Count == 0)
            {
                _inFlight--;
                return;
            }
        }

        _ = FollowAsync(AskTogetherAsync(next));
    }

    private async Task AskTogetherAsync(List<Waiting> lookups)
    {
        try
        {
            var results = await grains.GetGrain<IIngressGrain>(ingress).DecideAsync(lookups.Select(waiting => waiting.Lookup).ToImmutableArray(), patience);
            for (var i = 0; i < lookups.Count; i++)
            {
                lookups[i].Take(results[i]);
            }
        }
        catch (Exception failure)
        {
            lookups.ForEach(waiting => waiting.Take(new LookupResult(Reply: null, failure)));
        }
    }

    private sealed class Waiting(IdentityLookup lookup)
    {
        public IdentityLookup Lookup => lookup;

        public TaskCompletionSource<DecisionReply> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Take(LookupResult result)
        {
            if (result.Reply is { } reply)
            {
                Answer.TrySetResult(reply);
            }
            else
            {
                Answer.TrySetException(result.Failure!);
            }
        }
    }
}
