using Orleans;

namespace QuotaGrid.Core.Cohorts;

/// <summary>What the whole cluster counted of a cohort.</summary>
/// <param name="Members">Its members of this <see cref="CohortLedger.Window"/>, half of those of the one before, and so on.</param>
/// <param name="Convicted">Those of them that were convicted, counted the same way.</param>
/// <param name="Credit">What is left of the first-sync credit, in targets: -<see cref="FirstSyncCredit.Full"/> to <see cref="FirstSyncCredit.Full"/>.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.CohortTotals")]
public readonly record struct CohortTotals([property: Id(0)] double Members, [property: Id(1)] double Convicted, [property: Id(2)] double Credit)
{
    /// <summary>Nothing is known.</summary>
    public static CohortTotals None { get; } = new(0, 0, FirstSyncCredit.Full);
}
