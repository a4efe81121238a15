using Orleans;
using QuotaGrid.Core.Coverage;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// What the targets of a batch look like under the cluster's other secret while that changes, in their order: an identity may know them by it, and others may have asked for them by it.
/// </summary>
/// <param name="Fingerprints">Their fingerprints.</param>
/// <param name="Places">Where they stand; none when nobody wants to know.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.TargetAliases")]
public sealed record TargetAliases([property: Id(0)] FingerprintBatch Fingerprints, [property: Id(1)] PlaceBatch Places)
{
    /// <summary>Whether these are the aliases of so many targets with so many places; what came over the wire may be anything.</summary>
    public bool AreOf(int targets, int places) => Fingerprints.Count == targets && Places.Count == places && Places.IsPossible;
}
