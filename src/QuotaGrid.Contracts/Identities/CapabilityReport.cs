using System.Collections.Immutable;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;

namespace QuotaGrid.Contracts.Identities;

/// <summary>What is known of an identity's use of one capability. Counts only, never a target.</summary>
/// <param name="Capability">The capability's name.</param>
/// <param name="Plan">The plan of the latest request.</param>
/// <param name="Policy">The policy in force for it; null when the capability or the plan is no longer defined.</param>
/// <param name="Limits">Where each of the policy's limits stands.</param>
/// <param name="KnownTargets">How many targets are known.</param>
/// <param name="Evidence">What the lookups show.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.CapabilityReport")]
public sealed record CapabilityReport(
    [property: Id(0)] string Capability,
    [property: Id(1)] string Plan,
    [property: Id(2)] string? Policy,
    [property: Id(3)] ImmutableArray<LimitStatus> Limits,
    [property: Id(4)] int KnownTargets,
    [property: Id(5)] LookupEvidence Evidence)
{
    /// <summary>What is held against the identity; null when the policy does not watch identities.</summary>
    [Id(6)]
    public SweepReport? Sweep { get; init; }
}
