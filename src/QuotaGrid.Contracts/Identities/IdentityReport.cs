using System.Collections.Immutable;

namespace QuotaGrid.Contracts.Identities;

/// <summary>What is known of an identity. Counts only, never a target.</summary>
/// <param name="Identity">The identity.</param>
/// <param name="PolicyVersion">The version of the policy set in force.</param>
/// <param name="Capabilities">What it used, in order of the capabilities' names; empty for an identity that was never seen.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.IdentityReport")]
public sealed record IdentityReport(
    [property: Id(0)] string Identity,
    [property: Id(1)] long PolicyVersion,
    [property: Id(2)] ImmutableArray<CapabilityReport> Capabilities);
