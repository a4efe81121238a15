using Orleans;
using QuotaGrid.Core.Cohorts;

namespace QuotaGrid.Core.Campaigns;

/// <summary>How large a cohort of a convicted identity is: to share what a large part of everybody has says nothing.</summary>
/// <param name="Cohort">The cohort.</param>
/// <param name="Identities">How many identities are known to belong to it; 0 when that is not known.</param>
/// <param name="All">Of how many that are known.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.CohortSize")]
public readonly record struct CohortSize([property: Id(0)] Cohort Cohort, [property: Id(1)] long Identities, [property: Id(2)] long All)
{
    // Of a cohort that was hardly seen nobody knows how much rarer it is.
    private const double LeastShare = 0.0001;

    /// <summary>The cohort's share of all identities, 0.0001 to 1; 1, which says nothing, when it is not known.</summary>
    public double Share => Identities > 0 && All > 0 ? Math.Clamp((double)Identities / All, LeastShare, 1) : 1;

    /// <summary>Whether there can be such a cohort; what came over the wire may not be one.</summary>
    public bool IsPossible => Cohort.Kind is not null && Identities >= 0 && All >= 0;
}
