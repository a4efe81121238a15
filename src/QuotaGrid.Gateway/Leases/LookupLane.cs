using System.Collections.Immutable;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Identities;

namespace QuotaGrid.Gateway.Leases;

/// <summary>
/// Sends lookups to the silos. Few go at once, each by itself; when more come than that, those that come meanwhile go together in one message as soon as another one has been answered. So a
/// lookup never waits for company, and many cost few messages.
/// </summary>
/// <remarks>
/// A message is answered when its slowest lookup is. While one takes long, as when a silo has died, lookups go by themselves, so that those which nobody answers hold up nobody else.
/// </remarks>
/// <param name="grains">The silos.</param>
/// <param name="ingress">The key of the ingress grain that takes the messages.</param>
/// <param name="patience">How long an answer is waited for at the most.</param>
/// <param name="time">The clock.</param>
internal sealed class LookupLane(IGrainFactory grains, long ingress, TimeSpan patience, TimeProvider time)
{
    /// <summary>The most messages on their way that lookups wait for.</summary>
    public const int MaxInFlight = 4;

    /// <summary>The most lookups that are not answered yet.</summary>
    public const int MaxUnanswered = 4 * IIngressGrain.MaxIdentities;

    // Many times what an answer takes, and a small part of what a client waits.
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Caution = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = [];
    private int _inFlight;
    private int _unanswered;
    private long _lastLong;

    // Until something took long, long ago.
    private bool IsCautious => _lastLong != 0 && time.GetElapsedTime(_lastLong) < Caution;

    /// <summary>Asks the grain of an identity.</summary>
    /// <exception cref="GatewayBusyException">There are <see cref="MaxUnanswered"/> lookups before it; nothing was charged.</exception>
    public Task<DecisionReply> AskAsync(Identity identity, LookupRequest request)
    {
        lock (_gate)
        {
            if (_unanswered == MaxUnanswered)
            {
                return Task.FromException<DecisionReply>(new GatewayBusyException());
            }

            _unanswered++;
            if (_inFlight >= MaxInFlight && !IsCautious)
            {
                var waiting = new Waiting(new IdentityLookup(identity, request));
                _waiting.Enqueue(waiting);
                return waiting.Answer.Task;
            }

            _inFlight++;
        }

        return AskAlone(new IdentityLookup(identity, request));
    }

    private Task<DecisionReply> AskAlone(IdentityLookup lookup)
    {
        var asked = grains.GetIdentity(lookup.Identity).DecideAsync(lookup.Request).AsTask();
        _ = FollowAsync(asked, lookups: 1);
        return asked;
    }

    /// <summary>When a message is answered, or takes long, the next one goes.</summary>
    private async Task FollowAsync(Task asked, int lookups)
    {
        if (!await EndsWithinAsync(asked, Long))
        {
            Volatile.Write(ref _lastLong, time.GetTimestamp());
            SendNext();
            await EndsWithinAsync(asked, patience);
            lock (_gate)
            {
                _unanswered -= lookups;
            }

            return;
        }

        lock (_gate)
        {
            _unanswered -= lookups;
        }

        SendNext();
    }

    private async Task<bool> EndsWithinAsync(Task asked, TimeSpan span)
    {
        try
        {
            await asked.WaitAsync(span, time);
        }
        catch (TimeoutException) when (!asked.IsCompleted)
        {
            return false;
        }
        catch (Exception)
        {
            // Whoever asked is told.
        }

        return true;
    }

    private void SendNext()
    {
        List<Waiting> next = [];
        bool together;
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

            together = !IsCautious;
            _inFlight += together ? 0 : next.Count - 1;
        }

        if (together)
        {
            _ = FollowAsync(AskTogetherAsync(next), next.Count);
        }
        else
        {
            next.ForEach(waiting => _ = waiting.FollowAsync(AskAlone(waiting.Lookup)));
        }
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

        public async Task FollowAsync(Task<DecisionReply> asked)
        {
            try
            {
                Answer.TrySetResult(await asked);
            }
            catch (Exception failure)
            {
                Answer.TrySetException(failure);
            }
        }

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
