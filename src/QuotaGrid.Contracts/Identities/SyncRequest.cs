using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;

namespace QuotaGrid.Contracts.Identities;

/// <summary>A holder's report, and what it is about.</summary>
/// <param name="Capability">The capability.</param>
/// <param name="Report">The report.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.SyncRequest")]
public sealed record SyncRequest([property: Id(0)] Capability Capability, [property: Id(1)] SyncReport Report)
{
    /// <summary>Whom the identity belongs to; null when nobody is named, and no tenant's budget pays.</summary>
    [Id(2)]
    public Tenant? Tenant { get; init; }
}
