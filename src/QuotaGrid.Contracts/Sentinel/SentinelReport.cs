using System.Collections.Immutable;
using QuotaGrid.Core.Containment;

namespace QuotaGrid.Contracts.Sentinel;

/// <summary>What the sentinel knows.</summary>
/// <param name="Campaigns">The campaigns, those that opened first in front, without the names of members.</param>
/// <param name="Waiting">How many convictions wait for others that they belong to.</param>
/// <param name="Containments">What is done about identities because of their cohorts.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.SentinelReport")]
public sealed record SentinelReport(
    [property: Id(0)] ImmutableArray<CampaignReport> Campaigns, [property: Id(1)] int Waiting, [property: Id(2)] ImmutableArray<CohortContainment> Containments);
