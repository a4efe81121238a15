using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>What the HTTP endpoints of campaigns do.</summary>
internal static class CampaignEndpoints
{
    public static Task<IResult> ListAsync(HttpContext context, QuotaGridClient client) => DecisionEndpoints.AnswerAsync(context, async () =>
        Results.Json(CampaignsBody.From(await client.DescribeCampaignsAsync(context.RequestAborted)), QuotaGridJson.Default.CampaignsBody));

    public static Task<IResult> DescribeAsync(string campaign, HttpContext context, QuotaGridClient client) => AnswerAsync(campaign, new FieldReader(), context, async id =>
        await client.DescribeCampaignAsync(id, context.RequestAborted) is { } report
            ? Results.Json(CampaignBody.From(report), QuotaGridJson.Default.CampaignBody)
            : Problems.CampaignUnknown());

    public static Task<IResult> PardonAsync(string campaign, HttpContext context, QuotaGridClient client) => AnswerAsync(campaign, new FieldReader(), context, async id =>
        await client.PardonAsync(id, context.RequestAborted) ? Results.NoContent() : Problems.CampaignUnknown());

    public static Task<IResult> ExtendAsync(string campaign, string? until, HttpContext context, QuotaGridClient client, TimeProvider time)
    {
        var fields = new FieldReader();
        var end = fields.Read(until, "until", (text, field) => TimeText.ReadEnd(text, field, time.GetUtcNow()));
        fields.CheckOnce(context, "until");
        return AnswerAsync(campaign, fields, context, async id =>
            await client.ExtendContainmentAsync(id, end, context.RequestAborted) ? Results.NoContent() : Problems.CampaignUnknown());
    }

    private static async Task<IResult> AnswerAsync(string campaign, FieldReader fields, HttpContext context, Func<CampaignId, Task<IResult>> answer)
    {
        var id = fields.Read(campaign, "campaign", CampaignId.Parse);
        return fields.Failed ? Problems.Invalid(fields.Problems) : await DecisionEndpoints.AnswerAsync(context, () => answer(id));
    }
}
