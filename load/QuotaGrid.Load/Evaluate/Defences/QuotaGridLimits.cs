using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Targets;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>QuotaGrid's limits under the built-in policy, decided by the core as an identity's grain does. Every identity for itself; nobody is judged.</summary>
public sealed class QuotaGridLimits : IDefence
{
    private readonly int _seed;
    private readonly ulong _key;
    private readonly CapabilityState?[] _states;
    private readonly float[] _scores;
    private readonly Fingerprint[] _fingerprints = new Fingerprint[ContactRequest.MaxBatch];

    /// <summary>Makes one that knows no identity.</summary>
    public QuotaGridLimits(int seed, int identities)
    {
        (_seed, _key) = (seed, SeededHash.Key(seed, "fingerprints"));
        _states = new CapabilityState?[identities];
        _scores = new float[identities];
    }

    /// <inheritdoc />
    public void Decide(in ContactRequest request, Span<ulong> allowed)
    {
        var state = _states[request.Identity] ??= new CapabilityState(DeployedPolicy.Limits.Definition.Horizon);
        var targets = request.Targets;
        for (var i = 0; i < targets.Length; i++)
        {
            _fingerprints[i] = new Fingerprint(SeededHash.Mix(_key ^ (ulong)targets[i]));
        }

        state.Admit(DeployedPolicy.Limits.Definition, DeployedPolicy.Limits.Policy, _fingerprints.AsSpan(0, targets.Length), Admission.Partial, request.Now, allowed);
        _scores[request.Identity] = state.Evidence.Novel + state.Evidence.Denied;
    }

    /// <inheritdoc />
    public Standing StandingOf(int identity) => new(_scores[identity]);

    /// <inheritdoc />
    public void Retire(int identity) => _states[identity] = null;

    /// <inheritdoc />
    public IDefence Branch(int identities) => new QuotaGridLimits(_seed, identities);
}
