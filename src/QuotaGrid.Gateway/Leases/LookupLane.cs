using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Identities;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Gateway.Outcomes;

namespace QuotaGrid.Gateway.Leases;

/// <summary>
/// Sends lookups to the silos. Few go at once, each by itself; when more come than that, those that come meanwhile go together in one message as soon as another one has been answered. So a
/// lookup never waits for company, and many cost few messages. Nor does it wait for an identity whose silo does not answer: lookups of that go by themselves, together, and not all the time, until it does.
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

    /// <summary>The most lookups that wait for one of them, the most that wait for silent identities, and the most identities that are known to be silent.</summary>
    public const int MaxWaiting = 4 * IIngressGrain.MaxIdentities;

    /// <summary>When a message that is not answered is late: the next one goes without it. Silos that are well answer within milliseconds, writes of the ceiling among them.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>How long one message to a silent identity is waited for before another one goes: its silo, when it comes back, is not met by all that was asked meanwhile.</summary>
    public static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Queue<WaitingLookup> _waiting = [];

    // A message is answered when all in it are, so an identity whose silo is gone would hold up the others.
    private readonly Dictionary<string, SilentIdentity> _silent = new(StringComparer.Ordinal);
    private uint _ingress = ingress;
    private int _inFlight;
    private int _waitingForSilent;

    /// <summary>How many identities are known to be silent.</summary>
    public int Silent
    {
        get
        {
            lock (_gate)
            {
                return _silent.Count;
            }
        }
    }

    /// <summary>Asks the grain of an identity.</summary>
    /// <exception cref="GatewayBusyException">There are <see cref="MaxWaiting"/> lookups before it; nothing was charged.</exception>
    public Task<DecisionReply> AskAsync(Identity identity, LookupRequest request)
    {
        lock (_gate)
        {
            var silent = _silent.GetValueOrDefault(identity.Value);
            if (silent is not null || _inFlight == MaxInFlight)
            {
                return Wait(new WaitingLookup(new IdentityLookup(identity, request), time.GetTimestamp()), silent);
            }

            _inFlight++;
        }

        instruments.OnLookups();
        var asked = grains.GetIdentity(identity).DecideAsync(request).AsTask();
        _ = FollowAsync(asked, [identity.Value]);
        return asked;
    }

    private Task<DecisionReply> Wait(WaitingLookup lookup, SilentIdentity? silent)
    {
        if ((silent is null ? _waiting.Count : _waitingForSilent) == MaxWaiting)
        {
            return Task.FromException<DecisionReply>(new GatewayBusyException());
        }

        if (silent is null)
        {
            _waiting.Enqueue(lookup);
        }
        else
        {
            AddTo(silent, lookup);
        }

        return lookup.Answer;
    }

    private void AddTo(SilentIdentity silent, WaitingLookup lookup)
    {
        _waitingForSilent++;
        silent.Add(lookup);
    }

    /// <summary>When a message is answered, or late, the next one goes.</summary>
    private async Task FollowAsync(Task asked, string[] identities)
    {
        if (!await EndsWithinAsync(asked, LateAfter))
        {
            Interlocked.Increment(ref _ingress);
            BeSilent(identities);
        }

        SendNext();
    }

    private void BeSilent(string[] identities)
    {
        lock (_gate)
        {
            foreach (var identity in identities)
            {
                var silent = new SilentIdentity(patience, time);
                if (_silent.Count < MaxWaiting && _silent.TryAdd(identity, silent))
                {
                    _ = FollowSilentAsync(identity, silent);
                }
            }
        }
    }

    /// <summary>Tries a silent identity with what is asked of it, until it is heard of or nobody has asked for as long as an answer is waited for.</summary>
    private async Task FollowSilentAsync(string identity, SilentIdentity silent)
    {
        for (var isOver = false; !isOver || !TryForget(identity, silent);)
        {
            // At once when something waits: another identity in the late message may be the one that is silent.
            isOver = !await EndsWithinAsync(silent.Asked, patience);
            List<WaitingLookup> lookups;
            lock (_gate)
            {
                _waitingForSilent -= silent.Waiting;
                lookups = silent.Take(IIngressGrain.MaxIdentities);
                _waitingForSilent += silent.Waiting;
            }

            if (lookups.Count > 0)
            {
                // Each time by another way: it may be the silo on the way that does not answer.
                Interlocked.Increment(ref _ingress);
                isOver = await EndsWithinAsync(AskTogetherAsync(lookups), TryAgainAfter) && lookups.Exists(lookup => lookup.IsHeard);
            }
        }
    }

    private bool TryForget(string identity, SilentIdentity silent)
    {
        lock (_gate)
        {
            return silent.Waiting == 0 && _silent.Remove(identity);
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
        var next = new List<WaitingLookup>();
        lock (_gate)
        {
            while (next.Count < IIngressGrain.MaxIdentities && _waiting.TryDequeue(out var lookup))
            {
                if (_silent.TryGetValue(lookup.Lookup.Identity.Value, out var silent))
                {
                    AddTo(silent, lookup);
                }
                else
                {
                    next.Add(lookup);
                }
            }

            _inFlight -= next.Count == 0 ? 1 : 0;
        }

        if (next.Count > 0)
        {
            _ = FollowAsync(AskTogetherAsync(next), [.. next.Select(lookup => lookup.Lookup.Identity.Value)]);
        }
    }

    private async Task AskTogetherAsync(List<WaitingLookup> lookups)
    {
        instruments.OnLookups();
        try
        {
            var results = await grains.GetIngress(_ingress % OutcomeReporter.IngressKeys).DecideAsync([.. lookups.Select(waiting => waiting.Lookup)], patience);
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
}
