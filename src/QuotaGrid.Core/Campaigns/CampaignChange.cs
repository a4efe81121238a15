namespace QuotaGrid.Core.Campaigns;

/// <summary>That something became of a campaign which is worth telling.</summary>
/// <param name="Kind">What.</param>
/// <param name="Campaign">The campaign, as it is by now.</param>
/// <param name="Merged">The campaign that turned out to be the same and became part of it.</param>
public readonly record struct CampaignChange(CampaignChangeKind Kind, Campaign Campaign, CampaignId? Merged = null);
