using Orleans;

namespace QuotaGrid.Core.Cohorts;

/// <summary>What a silo tells a cohort.</summary>
/// <param name="Reporter">Who tells: another one whenever a silo begins to count the cohort from nothing. Not 0.</param>
/// <param name="Counts">All that it ever counted.</param>
/// <param name="Acknowledged">As much of that as the cohort said it has.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.CohortReport")]
public readonly record struct CohortReport([property: Id(0)] ulong Reporter, [property: Id(1)] CohortCounts Counts, [property: Id(2)] CohortCounts Acknowledged);
