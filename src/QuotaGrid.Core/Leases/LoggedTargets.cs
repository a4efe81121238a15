using Orleans;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Leases;

/// <summary>Targets that were admitted one after the other, all paid for in the same way.</summary>
/// <param name="Epoch">The activation that charged the lease.</param>
/// <param name="Lease">The lease that paid a novel permit for each; 0 when the identity's grain decided itself.</param>
/// <param name="Targets">The targets, in the order in which they were admitted.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.LoggedTargets")]
public sealed record LoggedTargets([property: Id(0)] Epoch Epoch, [property: Id(1)] long Lease, [property: Id(2)] FingerprintBatch Targets)
{
    /// <summary>Their other fingerprints while the cluster's secret changes, in the same order: the identity may know them by those. None when there is one secret only.</summary>
    [Id(3)]
    public FingerprintBatch Aliases { get; init; }
}
