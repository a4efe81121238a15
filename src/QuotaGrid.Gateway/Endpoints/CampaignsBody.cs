using QuotaGrid.Contracts.Sentinel;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>The answer of <c>GET /v1/campaigns</c>.</summary>
/// <param name="Campaigns">The campaigns, those that opened first in front; closed ones are kept for 90 days.</param>
/// <param name="Orders">What operators ordered about cohorts.</param>
/// <param name="Waiting">How many convictions wait for others that they belong to.</param>
public sealed record CampaignsBody(CampaignBody[] Campaigns, OrderBody[] Orders, int Waiting)
{
    internal static CampaignsBody From(SentinelReport report) => new(
        [.. report.Campaigns.Select(CampaignBody.From)],
        [.. report.Containments.Where(one => one.Campaign is null).Select(OrderBody.From)],
        report.Waiting);
}
