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
        fields.CheckOnce(context, "identity");
        fields.CheckOnce(context, "capability");
        if (fields.Failed)
        {
            return Problems.Invalid(fields.Problems);
        }

        return await DecisionEndpoints.AnswerAsync(context, async () =>
            await change(who, what, id, context.RequestAborted) ? Results.NoContent() : Problems.HoldUnknown());
    }
}
