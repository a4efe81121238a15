using System.Diagnostics;
using System.Runtime.CompilerServices;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Decisions;

/// <summary>
/// A policy as decisions use it, worked out once and shared by all identities under it: what permits cost, and which limits are of which kind. Limit i is bit i
/// of a mask.
/// </summary>
internal sealed class PolicyTerms
{
    /// <summary>The most limits that a policy has.</summary>
    public const int MaxLimits = PolicyBounds.MaxLimits;

    private static readonly ConditionalWeakTable<Policy, PolicyTerms> Known = [];

    private readonly Rate[] _rates;
    private readonly BurstGrowth?[] _growths;

    private PolicyTerms(Policy policy)
    {
        Debug.Assert(policy.Limits.Length is > 0 and <= MaxLimits, "The policy was validated.");
        Policy = policy;
        _rates = new Rate[policy.Limits.Length];
        _growths = new BurstGrowth?[_rates.Length];
        for (var i = 0; i < _rates.Length; i++)
        {
            var limit = policy.Limits[i];
            if (limit.Kind == LimitKind.Distinct)
            {
                Distinct |= 1 << i;
            }
            else if (limit.Kind == LimitKind.InFlight)
            {
                Debug.Assert(InFlight < 0, "The policy was validated.");
                InFlight = i;
                Always |= 1 << i;
                PerRequest |= 1 << i;
            }
            else
            {
                _rates[i] = LimitSlot.RateOf(limit);
                Always |= limit.Kind == LimitKind.Velocity ? 1 << i : 0;
                PerRequest |= limit.Unit == LimitUnit.Requests ? 1 << i : 0;
            }

            if (limit.FirstSync is { } first)
            {
                Debug.Assert(limit.Kind == LimitKind.Novel, "Only the first-sync allowance of a novel limit grows.");
                Growing |= 1 << i;
                _growths[i] = new BurstGrowth(_rates[i], first.Burst, first.FullAfter);
            }
        }

        ShortestPeriodNanos = policy.Limits.Where(limit => limit.Kind is LimitKind.Velocity or LimitKind.Novel)
            .Select(limit => limit.Period.Ticks * Instant.NanosPerTick).DefaultIfEmpty(0).Min();
        OfTargets = ((1 << _rates.Length) - 1) & ~Always;
        Lent = ((1 << _rates.Length) - 1) & ~Distinct & ~(InFlight < 0 ? 0 : 1 << InFlight);
        Leases = new LeaseTerms(policy);
    }

    /// <summary>The policy.</summary>
    public Policy Policy { get; }

    /// <summary>How many limits it has.</summary>
    public int Count => _rates.Length;

    /// <summary>The limits that every item needs a permit of: velocity and in-flight.</summary>
    public int Always { get; }

    /// <summary>Those of them that one permit pays the whole request of.</summary>
    public int PerRequest { get; }

    /// <summary>The place of the in-flight limit; -1 when there is none.</summary>
    public int InFlight { get; } = -1;

    /// <summary>The limits that look at targets: novel and distinct.</summary>
    public int OfTargets { get; }

    /// <summary>Those of them that count the targets of a window.</summary>
    public int Distinct { get; }

    /// <summary>The novel limits whose burst grows from when the identity was first seen.</summary>
    public int Growing { get; }

    /// <summary>The limits of which permits are charged and given back: velocity and novel.</summary>
    public int Lent { get; }

    /// <summary>The shortest period of a velocity or novel limit, in nanoseconds; 0 when there is none.</summary>
    public long ShortestPeriodNanos { get; }

    /// <summary>What holders of leases under the policy know.</summary>
    public LeaseTerms Leases { get; }

    /// <summary>The terms of a policy.</summary>
    public static PolicyTerms Of(Policy policy) => Known.GetValue(policy, static policy => new PolicyTerms(policy));

    /// <summary>What the permits of a velocity or novel limit cost, with all of its burst: as permits are charged, which is the same with any burst.</summary>
    public ref readonly Rate Rate(int i) => ref _rates[i];

    /// <summary>How the burst of a limit that is <see cref="Growing"/> grows.</summary>
    public BurstGrowth Growth(int i) => _growths[i]!;
}
