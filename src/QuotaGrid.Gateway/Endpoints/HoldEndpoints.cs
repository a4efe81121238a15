using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Velocity;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>What the HTTP endpoints of requests in flight do.</summary>
internal static class HoldEndpoints
{
    public static Task<IResult> ReleaseAsync(string hold, string? identity, string? capability, HttpContext context, QuotaGridClient client) =>
        ChangeAsync(hold, identity, capability, context, client.ReleaseAsync);

    public static Task<IResult> RenewAsync(string hold, string? identity, string? capability, HttpContext context, QuotaGridClient client) =>
        ChangeAsync(hold, identity, capability, context, client.RenewAsync);

    private static async Task<IResult> ChangeAsync(
        string hold, string? identity, string? capability, HttpContext context, Func<Identity, Capability, HoldId, CancellationToken, ValueTask<bool>> change)
    {
        var fields = new FieldReader();
        var id = fields.Read(hold, "hold", HoldId.Parse);
        var who = fields.Read(identity, "identity", Identity.Parse);
        var what = fields.Read(capability, "capability", Capability.Parse);
        CheckOnce(context, "identity", fields);
        CheckOnce(context, "capability", fields);
        if (fields.Failed)
        {
            return Problems.Invalid(fields.Problems);
        }

        return await DecisionEndpoints.AnswerAsync(context, async () =>
            await change(who, what, id, context.RequestAborted) ? Results.NoContent() : Problems.HoldUnknown());
    }

    // Several are bound as one text with commas, which may be somebody else.
    private static void CheckOnce(HttpContext context, string field, FieldReader fields)
    {
        if (context.Request.Query[field].Count is > 1 and var count)
        {
            fields.Add(field, $"The parameter stands {count} times.", "Send it once.");
        }
    }
}
