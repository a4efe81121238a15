using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Gateway.FailModes;

/// <summary>
/// Decides while no silo does: each gateway by its share of the limits, the policy's divided by the number of gateways. What an identity spent here stays spent for as long as the process runs, so a
/// silo that comes and goes does not refill a share; what it spent at the silos before is not known here, so when they go it has at most its limits once more, over all gateways.
/// </summary>
/// <param name="gateways">How many gateways there are.</param>
/// <param name="capacity">The most identities that are decided about. Others are denied: a flood of names gets nobody a fresh share.</param>
internal sealed class LocalShares(LiveGateways gateways, int capacity)
{
    private readonly ConcurrentDictionary<(Capability, Identity), CapabilityState> _states = [];
    private readonly ConditionalWeakTable<Policy, Share> _shares = [];

    /// <summary>Decides a batch by this gateway's share; null when there is no share to decide by.</summary>
    public Decision? Decide(CapabilityDefinition definition, Policy policy, Identity identity, ReadOnlySpan<Fingerprint> targets, Core.Decisions.Admission admission, Instant now)
    {
        if (ShareOf(policy) is not { } share || StateOf(definition, identity) is not { } state)
        {
            return null;
        }

        lock (state)
        {
            return state.Decide(definition, share, targets, admission, now);
        }
    }

    private Policy? ShareOf(Policy policy)
    {
        var count = gateways.Count;
        if (!_shares.TryGetValue(policy, out var share) || share.Gateways != count)
        {
            share = new Share(count, policy.SharedBy(count));
            _shares.AddOrUpdate(policy, share);
        }

        return share.Policy;
    }

    private CapabilityState? StateOf(CapabilityDefinition definition, Identity identity)
    {
        var key = (definition.Name, identity);
        return _states.TryGetValue(key, out var known) ? known
            : _states.Count >= capacity ? null
            : _states.GetOrAdd(key, _ => new CapabilityState(definition.Horizon));
    }

    private sealed record Share(int Gateways, Policy? Policy);
}
