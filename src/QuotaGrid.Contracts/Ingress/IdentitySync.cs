using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Identities;

namespace QuotaGrid.Contracts.Ingress;

/// <summary>One identity's report among those of many.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.IdentitySync")]
public sealed record IdentitySync([property: Id(0)] Identity Identity, [property: Id(1)] SyncRequest Request);
