using QuotaGrid.Core.Cohorts;

namespace QuotaGrid.Contracts.Cohorts;

/// <summary>A cohort of an identity, and what is known of it.</summary>
/// <param name="Cohort">The cohort.</param>
/// <param name="Totals">What is known of it.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.CohortStatus")]
public readonly record struct CohortStatus([property: Id(0)] Cohort Cohort, [property: Id(1)] CohortTotals Totals);
