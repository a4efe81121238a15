using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Identities;

namespace QuotaGrid.Contracts.Ingress;

/// <summary>One identity's outcome report among those of many.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.IdentityOutcomes")]
public sealed record IdentityOutcomes([property: Id(0)] Identity Identity, [property: Id(1)] OutcomeReport Report);
