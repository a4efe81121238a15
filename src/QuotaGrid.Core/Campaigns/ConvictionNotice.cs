using System.Collections.Immutable;
using Orleans;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Identities;

namespace QuotaGrid.Core.Campaigns;

/// <summary>That an identity was convicted, as it is told where convictions are compared. Told twice it changes nothing.</summary>
/// <param name="Identity">Who.</param>
/// <param name="Capability">Of sweeping what.</param>
/// <param name="Conviction">By what, and what is done about it.</param>
/// <param name="Blocks">The blocks that many of its targets lie in, at most <see cref="MaxBlocks"/>.</param>
/// <param name="Cohorts">Its cohorts, at most <see cref="MaxCohorts"/>.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.ConvictionNotice")]
public sealed record ConvictionNotice(
    [property: Id(0)] Identity Identity,
    [property: Id(1)] Capability Capability,
    [property: Id(2)] Conviction Conviction,
    [property: Id(3)] ImmutableArray<TouchedBlock> Blocks,
    [property: Id(4)] ImmutableArray<CohortSize> Cohorts)
{
    /// <summary>The most blocks.</summary>
    public const int MaxBlocks = TouchedBlocks.MaxBlocks;

    /// <summary>The most cohorts.</summary>
    public const int MaxCohorts = 16;

    /// <summary>Whether there can be such a notice; what came over the wire may not be one.</summary>
    public bool IsPossible =>
        Identity.Value is not null
        && Capability.Value is not null
        && Conviction.Count > 0
        && Conviction.Since.UnixNanos >= 0
        && !Blocks.IsDefault && Blocks.Length <= MaxBlocks && Blocks.All(block => block.IsPossible)
        && !Cohorts.IsDefault && Cohorts.Length <= MaxCohorts && Cohorts.All(cohort => cohort.IsPossible);
}
