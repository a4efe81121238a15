using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Identities;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Gateway.Outcomes;

namespace QuotaGrid.Gateway.Leases;

/// <summary>
/// Sends lookups to the silos. Few go at once, each by itself; when more come than that, those that come meanwhile go together in one message as soon as another one has been answered. So a
/// lookup never waits for company, and many cost few messages. Nor does it wait for an identity whose silo does not answer: lookups of that go by themselves until it does.
/// </summary>
/// <param name="grains">The silos.</param>
/// <param name="ingress">The key of the ingress grain that takes the messages; when one is late, the next key's, which may be on another silo.</param>
/// <param name="patience">How long an answer is waited for.</param>
/// <param name="instruments">Counts the messages.</param>
/// <param name="time">The clock.</param>
internal sealed class LookupLane(IGrainFactory grains, uint ingress, TimeSpan patience, GatewayInstruments instruments, TimeProvider time)
{
    /// <summary>The most messages on their way, those left out that are late.</summary>
    public const int MaxInFlight = 2;

    /// <summary>The most lookups that wait for one of them, and the most that go by themselves because their identity is late.</summary>
    public const int MaxWaiting = 4 * IIngressGrain.MaxIdentities;

    /// <summary>When a message that is not answered is late: the next one goes without it. Silos that are well answer within milliseconds, writes of the ceiling among them.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = [];

    // The messages of each identity that are late. A message is answered when all in it are, so one whose silo is gone would hold up the others.
    private readonly Dictionary<string, int> _late = new(StringComparer.Ordinal);
    private uint _ingress = ingress;
    private int _inFlight;
    private int _apart;

    /// <summary>Asks the grain of an identity.</summary>
    /// <exception cref="GatewayBusyException">There are <see cref="MaxWaiting"/> lookups before it; nothing was charged.</exception>
    public Task<DecisionReply> AskAsync(Identity identity, LookupRequest request)
    {
        bool isApart;
        lock (_gate)
        {
            isApart = _late.ContainsKey(identity.Value);
            if (!isApart && _inFlight == MaxInFlight)
            {
                return Wait(new IdentityLookup(identity, request));
            }

            if (isApart && _apart >= MaxWaiting)
            {
                return Task.FromException<DecisionReply>(new GatewayBusyException());
            }

            _ = isApart ? _apart++ : _inFlight++;
        }

        instruments.OnLookups();
        var asked = grains.GetIdentity(identity).DecideAsync(request).AsTask();
        _ = isApart ? FollowApartAsync(asked, identity.Value) : FollowAsync(asked, [identity.Value]);
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

    /// <summary>When a message is answered, or late, the next one goes.</summary>
    private async Task FollowAsync(Task asked, string[] identities)
    {
        if (!await EndsWithinAsync(asked, LateAfter))
        {
            OutcomeReporter.NextIngress(ref _ingress);
            _ = BeLateAsync(asked, identities);
        }

        SendNext();
    }

    private async Task FollowApartAsync(Task asked, string identity)
    {
        if (!await EndsWithinAsync(asked, LateAfter))
        {
            await BeLateAsync(asked, [identity]);
        }

        lock (_gate)
        {
            _apart--;
        }
    }

    private async Task BeLateAsync(Task asked, string[] identities)
    {
        lock (_gate)
        {
            foreach (var identity in identities)
            {
                _late[identity] = _late.GetValueOrDefault(identity) + 1;
            }
        }

        await EndsWithinAsync(asked, patience);
        lock (_gate)
        {
            foreach (var identity in identities)
            {
                if (--_late[identity] == 0)
                {
                    _late.Remove(identity);
                }
            }
        }
    }

    // How it ends whoever asked is told.
    private async Task<bool> EndsWithinAsync(Task asked, TimeSpan wait)
    {
        await asked.WaitAsync(wait, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return asked.IsCompleted;
    }

    private void SendNext()
    {
        var (next, apart) = (new List<Waiting>(), new List<Waiting>());
        lock (_gate)
        {
            while (next.Count < IIngressGrain.MaxIdentities && _waiting.TryDequeue(out var waiting))
            {
                (_late.ContainsKey(waiting.Lookup.Identity.Value) ? apart : next).Add(waiting);
            }

            _apart += apart.Count;
            _inFlight -= next.Count == 0 ? 1 : 0;
        }

        foreach (var lookup in apart)
        {
            _ = FollowApartAsync(AskTogetherAsync([lookup]), lookup.Lookup.Identity.Value);
        }

        if (next.Count > 0)
        {
            _ = FollowAsync(AskTogetherAsync(next), [.. next.Select(waiting => waiting.Lookup.Identity.Value)]);
        }
    }

    private async Task AskTogetherAsync(List<Waiting> lookups)
    {
        instruments.OnLookups();
        try
        {
            var results = await grains.GetIngress(_ingress).DecideAsync([.. lookups.Select(waiting => waiting.Lookup)], patience);
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
