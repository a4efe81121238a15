using System.Collections.Immutable;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Contracts.Identities;

/// <summary>What an identity asks for.</summary>
/// <param name="Capability">What the answer reveals.</param>
/// <param name="Plan">The plan that the identity is on, as the gateway knows it.</param>
/// <param name="Targets">The targets, 1 to the capability's largest batch.</param>
/// <param name="Admission">Whether the batch may be admitted in part.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.LookupRequest")]
public sealed record LookupRequest(
    [property: Id(0)] Capability Capability,
    [property: Id(1)] Plan Plan,
    [property: Id(2)] FingerprintBatch Targets,
    [property: Id(3)] Admission Admission)
{
    /// <summary>The report that goes with the request; null while the answer to another one is waited for.</summary>
    [Id(4)]
    public SyncReport? Report { get; init; }

    /// <summary>Whom the identity belongs to; null when nobody is named, and no tenant's budget pays.</summary>
    [Id(5)]
    public Tenant? Tenant { get; init; }

    /// <summary>Where the targets stand, one for each; none when the policy does not watch identities.</summary>
    /// <remarks>7 was how many of them are neighbours.</remarks>
    [Id(6)]
    public PlaceBatch Places { get; init; }

    /// <summary>The cohorts that the identity comes with, of those that the policy names: none, also as the default array, to at most <see cref="PolicyBounds.MaxCohorts"/>.</summary>
    [Id(8)]
    public ImmutableArray<Cohort> Cohorts { get; init; }
}
