using System.Collections.Frozen;
using System.Collections.Immutable;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Containment;

/// <summary>What is done about identities because of their cohorts, as a decision looks it up. Immutable.</summary>
public sealed class ContainmentTable
{
    /// <summary>Nothing is done.</summary>
    public static readonly ContainmentTable Empty = new([]);

    private readonly FrozenDictionary<(Capability Capability, Cohort First), CohortContainment[]> _byFirst;

    /// <summary>Makes it.</summary>
    public ContainmentTable(ImmutableArray<CohortContainment> containments)
    {
        Containments = containments;
        _byFirst = containments
            .Where(one => !one.Cohorts.IsDefaultOrEmpty)
            .GroupBy(one => (one.Capability, one.Cohorts[0]))
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>All of it.</summary>
    public ImmutableArray<CohortContainment> Containments { get; }

    /// <summary>Finds the hardest of what is done about an identity now; of equally hard ones that which lasts longest.</summary>
    /// <param name="policy">The identity's policy.</param>
    /// <param name="cohorts">Its cohorts.</param>
    /// <param name="firstSeen">When it was first seen with the capability.</param>
    /// <param name="lifted">What began until then is lifted from it.</param>
    /// <param name="now">The time.</param>
    public GroupContainment Find(Policy policy, ReadOnlySpan<Cohort> cohorts, Instant firstSeen, Instant lifted, Instant now)
    {
        var hardest = default(GroupContainment);
        if (_byFirst.Count == 0 || policy.Detection is not { } detection)
        {
            return hardest;
        }

        foreach (var cohort in cohorts)
        {
            foreach (var one in _byFirst.GetValueOrDefault((policy.Capability, cohort)) ?? [])
            {
                if (one.Since > lifted && SharesAll(cohorts, one.Cohorts) && one.For(detection, firstSeen) is var found && found.IsInForce(now) && IsHarder(found, hardest))
                {
                    hardest = found;
                }
            }
        }

        return hardest;
    }

    private static bool SharesAll(ReadOnlySpan<Cohort> has, ImmutableArray<Cohort> needed)
    {
        foreach (var cohort in needed)
        {
            if (!has.Contains(cohort))
            {
                return false;
            }
        }

        return true;
    }

    // What is carried out is harder than what is only recorded.
    private static bool IsHarder(in GroupContainment one, in GroupContainment other) =>
        (one.Stage, one.Action, one.Until).CompareTo((other.Stage, other.Action, other.Until)) > 0;
}
