using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Identities;

namespace QuotaGrid.Contracts.Ingress;

/// <summary>One identity's request among those of many.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.IdentityLookup")]
public sealed record IdentityLookup([property: Id(0)] Identity Identity, [property: Id(1)] LookupRequest Request);
