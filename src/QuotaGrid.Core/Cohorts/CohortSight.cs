using System.Collections.Immutable;

namespace QuotaGrid.Core.Cohorts;

/// <summary>With which cohorts an identity comes, and what the silo knows of cohorts. The default says nothing.</summary>
/// <param name="replica">What the silo knows.</param>
/// <param name="kinds">The kinds that the policy names, in its order.</param>
/// <param name="cohorts">Those that the identity comes with.</param>
/// <param name="member">Tells identities apart; the same for an identity as long as the silo runs.</param>
public readonly ref struct CohortSight(CohortReplica replica, ImmutableArray<string> kinds, ReadOnlySpan<Cohort> cohorts, int member)
{
    /// <summary>What the silo knows; null when the policy names no kinds.</summary>
    public CohortReplica? Replica { get; } = replica;

    /// <summary>The kinds that the policy names.</summary>
    public ImmutableArray<string> Kinds { get; } = kinds;

    /// <summary>Tells identities apart.</summary>
    public int Member { get; } = member;

    private ReadOnlySpan<Cohort> Cohorts { get; } = cohorts;

    /// <summary>What the identity comes with of a kind; null when it does not.</summary>
    public string? ValueOf(string kind)
    {
        foreach (ref readonly var cohort in Cohorts)
        {
            if (string.Equals(cohort.Kind, kind, StringComparison.Ordinal))
            {
                return cohort.Value;
            }
        }

        return null;
    }
}
