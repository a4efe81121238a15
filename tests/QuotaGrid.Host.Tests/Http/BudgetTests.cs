using System.Net;
using System.Text.Json;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Http;

public sealed class BudgetTests(SmallPolicyHost small) : IClassFixture<SmallPolicyHost>
{
    [Fact]
    public async Task TheIdentitiesOfATenantShareItsBudgetWhichCanBeLookedAt()
    {
        var first = await AskAsync("key-1", 6);
        Assert.Equal(("allowed", 4), (first.Outcome, first.Json.GetProperty("limits")[1].GetProperty("remaining").GetInt32()));

        var second = await AskAsync("key-2", 6);
        Assert.Equal(("partial", "acme-total", 4), (second.Outcome, second.Limit, second.Json.GetProperty("allowed").GetArrayLength()));
        Assert.InRange(second.RetryAfter, 71 * 3_600, 72 * 3_600);
        Assert.Contains("\"acme-total\";r=0", second.Headers["RateLimit"], StringComparison.Ordinal);

        var budget = await small.Host.Http.GetAsync($"/v1/budgets?tenant={Uri.EscapeDataString(SmallPolicyHost.Tenant)}");
        Assert.Equal(HttpStatusCode.OK, budget.Status);
        Assert.Equal("tenant:" + SmallPolicyHost.Tenant, budget.Json.GetProperty("budget").GetString());
        var limit = Assert.Single(budget.Json.GetProperty("limits").EnumerateArray());
        Assert.Equal(("acme-total", 10, 0), (limit.GetProperty("name").GetString(), limit.GetProperty("quota").GetInt32(), limit.GetProperty("remaining").GetInt32()));
    }

    private Task<HttpReply> AskAsync(string identity, int items) => small.Host.Http.PostAsync(
        "/v1/decisions",
        JsonSerializer.Serialize(new
        {
            identity,
            capability = SmallPolicyHost.Shared,
            tenant = SmallPolicyHost.Tenant,
            targets = Enumerable.Range(0, items).Select(item => $"{identity}-{item}"),
        }));
}
