using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Targets;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Evasion;

/// <summary>One identity that takes whatever a policy's limits let it have, decided by the core as its grain does, and audited limit by limit.</summary>
/// <param name="policy">The policy.</param>
/// <param name="seed">The run's seed.</param>
public sealed class GreedyIdentity(DeployedPolicy policy, int seed)
{
    private readonly ulong _key = SeededHash.Key(seed, "greedy");
    private readonly Fingerprint[] _fingerprints = new Fingerprint[ContactRequest.MaxBatch];
    private readonly ulong[] _allowed = new ulong[ContactRequest.MaxWords];
    private readonly int[] _batch = new int[ContactRequest.MaxBatch];
    private readonly HashSet<int> _admitted = [];
    private readonly List<int> _known = [];
    private IdentityState _state = new();
    private int _next;
    private int _nextKnown;

    /// <summary>The limits, with the most that was admitted.</summary>
    public IReadOnlyList<AuditedLimit> Limits { get; } = [.. policy.Policy.Limits.Select(limit => new AuditedLimit(limit))];

    /// <summary>Whether the identity's targets are known exactly.</summary>
    public bool IsExact => State.IsExact;

    /// <summary>The targets that were admitted at any time.</summary>
    public IReadOnlyList<int> Known => _known;

    /// <summary>Whether the state is written and read again after every request, as when its silo has no room for it.</summary>
    public bool IsEvictedAlways { get; init; }

    private CapabilityState State => _state.For(policy.Definition);

    /// <summary>The targets that the defence knows of the identity.</summary>
    public int KnownToDefence(double second) => State.KnownTargets(At(second));

    /// <summary>Asks once.</summary>
    /// <param name="targets">What for, at most a batch.</param>
    /// <param name="second">When.</param>
    /// <returns>How many items were admitted.</returns>
    public int Ask(ReadOnlySpan<int> targets, double second)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            _fingerprints[i] = new Fingerprint(SeededHash.Mix(_key ^ (ulong)targets[i]));
        }

        _allowed.AsSpan().Clear();
        State.Admit(policy.Definition, policy.Policy with { Detection = null }, _fingerprints.AsSpan(0, targets.Length), Admission.Partial, At(second), _allowed);
        var admitted = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            if (ItemBits.Contains(_allowed, i))
            {
                admitted++;
                OnAdmitted(targets[i], second);
            }
        }

        _state = IsEvictedAlways ? IdentityState.Decode(_state.Encode()) : _state;
        return admitted;
    }

    /// <summary>Asks for targets that it never asked for, and then for those it knows, until there is nothing more to be had.</summary>
    public void TakeAll(double second)
    {
        while (Ask(Batch(() => _next++), second) > 0)
        {
        }

        while (_known.Count > 0 && Ask(Batch(() => _known[_nextKnown++ % _known.Count]), second) > 0)
        {
        }
    }

    private int[] Batch(Func<int> next)
    {
        foreach (ref var target in _batch.AsSpan())
        {
            target = next();
        }

        return _batch;
    }

    private void OnAdmitted(int target, double second)
    {
        if (_admitted.Add(target))
        {
            _known.Add(target);
        }

        foreach (var limit in Limits)
        {
            limit.OnAdmitted(target, second);
        }
    }

    private static Core.Time.Instant At(double second) => new(ContactRequest.Start.UnixNanos + (long)(second * Core.Time.Instant.NanosPerSecond));
}
