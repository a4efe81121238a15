using System.Collections.Immutable;
using Orleans.CodeGeneration;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Contracts.Sentinel;

/// <summary>
/// Opens, grows and closes campaigns, and says what is done about identities because of their cohorts. One grain. Whatever it answered is stored.
/// </summary>
[GrainInterfaceType("quotagrid.sentinel"), Version(1), Alias("quotagrid.sentinel")]
public interface ISentinelGrain : IGrainWithIntegerKey
{
    /// <summary>The key of the one grain.</summary>
    const long Key = 0;

    /// <summary>The most convictions in one message.</summary>
    const int MaxNotices = 1_000;

    /// <summary>Takes convictions, and answers what is done about cohorts when that is not what the caller knows. Sent twice, it changes nothing the second time.</summary>
    /// <param name="notices">The convictions, 0 to <see cref="MaxNotices"/>.</param>
    /// <param name="knownVersion">The version that the caller has; 0 for none.</param>
    /// <exception cref="Core.Problems.InvalidValueException">There are more, or one is impossible; nothing was changed.</exception>
    [Alias("Tell")]
    ValueTask<SentinelReply> TellAsync(ImmutableArray<ConvictionNotice> notices, long knownVersion);

    /// <summary>A campaign with the names of its members; null when there is none, or no longer.</summary>
    [Alias("Describe")]
    ValueTask<CampaignReport?> DescribeAsync(CampaignId campaign);

    /// <summary>Ends what is done because of a campaign, and closes it; its convictions open no other. Sent twice, it changes nothing the second time.</summary>
    /// <returns>The members whose names are known, for the caller to pardon each; null when there is no such campaign.</returns>
    [Alias("PardonCampaign")]
    ValueTask<ImmutableArray<Identity>?> PardonCampaignAsync(CampaignId campaign);

    /// <summary>Lets what is done because of a campaign last until a time at least.</summary>
    /// <returns>False when there is no such campaign, or it was pardoned.</returns>
    [Alias("ExtendCampaign")]
    ValueTask<bool> ExtendCampaignAsync(CampaignId campaign, Instant until);

    /// <summary>Does something about every identity of a cohort, or lets what is done last longer.</summary>
    /// <param name="capability">What they do.</param>
    /// <param name="cohort">The cohort.</param>
    /// <param name="action">What; null lets what was ordered before last longer.</param>
    /// <param name="until">Until when.</param>
    /// <returns>False when there is nothing to let last longer, or orders about <see cref="CampaignBook.MaxOrders"/> cohorts are in force already.</returns>
    [Alias("ContainCohort")]
    ValueTask<bool> ContainCohortAsync(Capability capability, Cohort cohort, ContainmentAction? action, Instant until);

    /// <summary>Ends what an operator ordered about a cohort. Sent twice, it changes nothing the second time.</summary>
    /// <returns>False when nothing was ordered.</returns>
    [Alias("PardonCohort")]
    ValueTask<bool> PardonCohortAsync(Capability capability, Cohort cohort);

    /// <summary>All campaigns, without names of members, and what is done about cohorts. The name and the task are what the Orleans dashboard's grain-state page calls.</summary>
    [Alias("GetState")]
    Task<SentinelReport> GetState();
}
