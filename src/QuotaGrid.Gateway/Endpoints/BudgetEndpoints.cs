using Microsoft.AspNetCore.Http;
using QuotaGrid.Contracts.Budgets;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>What the HTTP endpoint of budgets does.</summary>
internal static class BudgetEndpoints
{
    public static async Task<IResult> DescribeAsync(string? capability, string? tenant, HttpContext context, QuotaGridClient client)
    {
        var fields = new FieldReader();
        fields.CheckOnce(context, "capability");
        fields.CheckOnce(context, "tenant");
        if (capability is null == tenant is null)
        {
            fields.Add("tenant", "A budget is a capability's or a tenant's.", "Send one of the parameters capability and tenant.");
        }

        var key = capability is not null ? BudgetKey.Of(fields.Read(capability, "capability", Capability.Parse))
            : tenant is not null ? BudgetKey.Of(fields.Read(tenant, "tenant", Tenant.Parse))
            : default;
        if (fields.Failed)
        {
            return Problems.Invalid(fields.Problems);
        }

        return await DecisionEndpoints.AnswerAsync(context, async () =>
        {
            var report = await client.DescribeBudgetAsync(key, context.RequestAborted);
            return report.Limits.IsEmpty ? Problems.BudgetUnknown() : Results.Json(BudgetBody.From(report), QuotaGridJson.Default.BudgetBody);
        });
    }
}
