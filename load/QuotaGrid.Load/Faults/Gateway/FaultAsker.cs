using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Load.Faults.Audit;

namespace QuotaGrid.Load.Faults.Gateway;

/// <summary>One identity in one gateway process: when it asks next, for what, and what was let in so far. Requests overlap.</summary>
public sealed class FaultAsker
{
    private const double NanosPerSecond = 1e9;
    private const int FewTargets = 50;
    private const long TargetsApart = 1_000_000_000;

    private readonly FaultIdentity _identity;
    private readonly Identity _name;
    private readonly Capability _capability;
    private readonly Random _random;
    private readonly double _intervalNanos;
    private readonly long _firstTarget;

    private readonly Lock _gate = new();
    private readonly List<long> _admitted = [];
    private readonly HashSet<long> _isAdmitted = [];
    private double _dueNanos;
    private long _targets;

    /// <summary>Creates it.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="gateway">The place of the process among the gateways, from 0.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="startNanos">When the run begins.</param>
    public FaultAsker(FaultIdentity identity, int gateway, int seed, long startNanos)
    {
        ArgumentNullException.ThrowIfNull(identity);
        _identity = identity;
        (_name, _capability) = (Identity.Parse(identity.Name), Capability.Parse(identity.Group.Capability));
        _random = new Random((seed * 10_007) + (gateway * 101) + identity.Index);
        _intervalNanos = identity.Group.Items / (identity.ItemsPerSecond / FaultPopulation.Gateways) * NanosPerSecond;
        _firstTarget = identity.SharesTargets ? 0 : gateway * TargetsApart;
        _dueNanos = startNanos + (identity.StartSeconds * NanosPerSecond) + (_random.NextDouble() * _intervalNanos);
    }

    /// <summary>The next request, if it is time for one.</summary>
    public DecisionRequest? NextIfDue(long nowNanos, out long[] targets)
    {
        targets = [];
        if (nowNanos < _dueNanos)
        {
            return null;
        }

        _dueNanos += _intervalNanos;
        targets = Enumerable.Range(0, _identity.Group.Items).Select(Pick).ToArray();
        return new DecisionRequest(_name, _capability, [.. targets.Select(target => $"t{target}")]);
    }

    /// <summary>Takes notice of an answer, or that there was none.</summary>
    public Ask Note(long startNanos, long endNanos, long[] targets, GatewayDecision? decision)
    {
        ArgumentNullException.ThrowIfNull(targets);
        lock (_gate)
        {
            List<long> news = [];
            for (var i = 0; _identity.Group.AsksNew && i < targets.Length; i++)
            {
                var isAllowed = decision?.Allowed[i] ?? false;
                if (_isAdmitted.Contains(targets[i]))
                {
                    continue;
                }

                news.Add(isAllowed ? targets[i] : -targets[i]);
                if (isAllowed)
                {
                    _isAdmitted.Add(targets[i]);
                    _admitted.Add(targets[i]);
                }
            }

            return new Ask(_identity.Index, startNanos, endNanos, targets.Length, decision?.Allowed.Count ?? Ask.Nobody, news);
        }
    }

    // Where targets matter every other one is new, and the rest was admitted here before; elsewhere a few do.
    private long Pick(int place)
    {
        if (!_identity.Group.AsksNew)
        {
            return _random.Next(FewTargets);
        }

        lock (_gate)
        {
            return place % 2 == 0 || _admitted.Count == 0 ? _firstTarget + ++_targets : _admitted[_random.Next(_admitted.Count)];
        }
    }
}
