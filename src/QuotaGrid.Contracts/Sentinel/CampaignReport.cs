using System.Collections.Immutable;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Contracts.Sentinel;

/// <summary>A campaign: who, what they share, and since when. Never a target: blocks are the finest.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Capability">What is swept.</param>
/// <param name="Opened">When it was seen that it is one.</param>
/// <param name="LastGrown">When a member was convicted last that was none before.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.CampaignReport")]
public sealed record CampaignReport(
    [property: Id(0)] CampaignId Id, [property: Id(1)] Capability Capability, [property: Id(2)] Instant Opened, [property: Id(3)] Instant LastGrown)
{
    /// <summary>The cohort by which it was seen; null when it was by blocks that complement each other.</summary>
    [Id(4)]
    public Cohort? OpenedBy { get; init; }

    /// <summary>The first conviction of a member.</summary>
    [Id(5)]
    public Instant FirstConvicted { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    [Id(6)]
    public Instant? Closed { get; init; }

    /// <summary>Whether an operator pardoned it.</summary>
    [Id(7)]
    public bool IsPardoned { get; init; }

    /// <summary>How many members there are, at most <see cref="Campaign.MaxMembers"/>.</summary>
    [Id(8)]
    public int Members { get; init; }

    /// <summary>The cohorts that chance does not explain.</summary>
    [Id(9)]
    public ImmutableArray<SharedCohort> Cohorts { get; init; } = [];

    /// <summary>Where its members' targets lie, as far as they lie close together.</summary>
    [Id(10)]
    public ImmutableArray<BlockSpan> Spans { get; init; } = [];

    /// <summary>About whom else something may be done, by what their policy says; null when about nobody.</summary>
    [Id(11)]
    public CohortContainment? Containment { get; init; }

    /// <summary>The names of members that are known; none in a list of campaigns.</summary>
    [Id(12)]
    public ImmutableArray<Identity> Named { get; init; } = [];

    /// <summary>Describes a campaign.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="withNames">Whether its members are named.</param>
    public static CampaignReport Of(Campaign campaign, bool withNames) => new(campaign.Id, campaign.Capability, campaign.Opened, campaign.LastGrown)
    {
        OpenedBy = campaign.OpenedBy,
        FirstConvicted = campaign.FirstConvicted,
        Closed = campaign.Closed,
        IsPardoned = campaign.IsPardoned,
        Members = campaign.Members,
        Cohorts = campaign.Cohorts,
        Spans = [.. campaign.Spans],
        Containment = campaign.Containment,
        Named = withNames ? [.. campaign.Named] : [],
    };
}
