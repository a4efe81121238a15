namespace QuotaGrid.Core.Campaigns;

/// <summary>What became of a campaign.</summary>
public enum CampaignChangeKind
{
    /// <summary>It was seen that convictions belong together.</summary>
    Opened,

    /// <summary>It has twice the members that it had when it was told last: 4, 8, 16 and so on.</summary>
    Grown,

    /// <summary>Another one turned out to be the same.</summary>
    Merged,

    /// <summary>No member was convicted for long, or an operator pardoned it.</summary>
    Closed,
}
