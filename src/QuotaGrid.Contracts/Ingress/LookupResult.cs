using QuotaGrid.Contracts.Identities;

namespace QuotaGrid.Contracts.Ingress;

/// <summary>The answer for one identity among many: a reply, or why there is none. One failure does not touch the others.</summary>
/// <param name="Reply">The reply, or null.</param>
/// <param name="Failure">What the identity's grain threw, or null.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.LookupResult")]
public sealed record LookupResult([property: Id(0)] DecisionReply? Reply, [property: Id(1)] Exception? Failure);
