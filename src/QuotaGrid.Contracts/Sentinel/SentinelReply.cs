using System.Collections.Immutable;
using QuotaGrid.Core.Containment;

namespace QuotaGrid.Contracts.Sentinel;

/// <summary>What is done about identities because of their cohorts.</summary>
/// <param name="Version">The version of it.</param>
/// <param name="Containments">All of it; null when the caller has that version.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.SentinelReply")]
public sealed record SentinelReply([property: Id(0)] long Version, [property: Id(1)] ImmutableArray<CohortContainment>? Containments);
