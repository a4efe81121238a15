using System.Net;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Hosting;

public sealed class HttpSurfaceTests(SharedHost shared)
{
    private const string GatewayScope = "otel_scope_name=\"QuotaGrid.Gateway\"";
    private const string GrainScope = "otel_scope_name=\"QuotaGrid.Grains\"";
    private const string Capability = "quotagrid_capability=\"contacts.lookup\"";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task AServerThatRunsIsHealthy(string path)
    {
        var reply = await (await shared.GetAsync()).Http.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, "text/plain", "Healthy"), (reply.Status, reply.ContentType, reply.Text));
    }

    [Fact]
    public async Task TheMetricsHaveTheirNamesAndTagsAfterTraffic()
    {
        var http = (await shared.GetAsync()).Http;
        await http.DecideAsync("measured", [.. UsNumbers.Take(0, 2), "no number"]);
        await http.DecideAsync("measured", UsNumbers.Take(50_000, 5_000));
        await http.ReportAsync("measured", UsNumbers.Take(0, 1), []);

        await SeeAsync(http, "quotagrid_decision_duration_seconds_count", $"{GatewayScope},{Capability},quotagrid_outcome=\"allowed\"");
        await SeeAsync(http, "quotagrid_decision_duration_seconds_count", $"{GatewayScope},{Capability},quotagrid_outcome=\"partial\"");
        await SeeAsync(http, "quotagrid_decision_items_total", $"{GatewayScope},{Capability},quotagrid_result=\"allowed\"");
        await SeeAsync(http, "quotagrid_decision_items_total", $"{GatewayScope},{Capability},quotagrid_result=\"denied\"");
        await SeeAsync(http, "quotagrid_decision_items_total", $"{GatewayScope},{Capability},quotagrid_result=\"invalid\"");
        await SeeAsync(http, "quotagrid_outcome_reports_total", $"{GatewayScope},quotagrid_result=\"sent\"");
        await SeeAsync(http, "quotagrid_identity_decisions_total", $"{GrainScope},{Capability},quotagrid_outcome=\"allowed\",quotagrid_stage=\"enforced\"");
        await SeeAsync(http, "quotagrid_identity_novel_total", $"{GrainScope},{Capability}");
        await SeeAsync(http, "quotagrid_identity_active", GrainScope);
        await SeeAsync(http, "quotagrid_snapshot_duration_seconds_count", $"{GrainScope},quotagrid_result=\"written\"");
        await SeeAsync(http, "quotagrid_snapshot_size_bytes_sum", GrainScope);
        Assert.Equal(1, await http.MetricAsync("quotagrid_policy_version", GrainScope));
        Assert.Matches(
            "target_info\\{quotagrid_role=\"all\",service_name=\"quotagrid\",service_namespace=\"quotagrid\",service_version=\"[0-9.]+\",service_instance_id=\"[0-9a-f-]{36}\",",
            await http.MetricsAsync());
    }

    [Fact]
    public async Task TheOpenApiDocumentDescribesTheOperations()
    {
        var reply = await (await shared.GetAsync()).Http.GetAsync("/openapi/v1.json");

        var operations = reply.Json.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(verb => $"{verb.Name} {path.Name} {verb.Value.GetProperty("operationId").GetString()}"));
        Assert.Equal(
            [
                "post /v1/decisions decide", "post /v1/outcomes reportOutcomes", "post /v1/challenges reportChallenge", "delete /v1/holds/{hold} releaseHold", "put /v1/holds/{hold} renewHold",
                "get /v1/identities/{identity} describeIdentity", "get /v1/budgets describeBudget", "get /v1/campaigns listCampaigns",
                "get /v1/campaigns/{campaign} describeCampaign", "delete /v1/campaigns/{campaign} pardonCampaign", "put /v1/campaigns/{campaign} extendCampaign",
                "delete /v1/containments pardon", "put /v1/containments extendContainment",
            ],
            operations);
        var schemas = reply.Json.GetProperty("components").GetProperty("schemas");
        Assert.Equal(
            ["identity", "capability", "targets", "plan", "tenant", "admission", "attributes"],
            schemas.GetProperty("DecisionRequestBody").GetProperty("properties").EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            ["identity", "policyVersion", "capabilities"],
            schemas.GetProperty("IdentityBody").GetProperty("properties").EnumerateObject().Select(field => field.Name));
    }

    private static Task<(string Seen, TimeSpan After)> SeeAsync(QuotaGridHttp http, string name, string tags) => Eventually.SeeAsync(
        $"{name}{{{tags}}} is over 0",
        Deadline,
        async () => await http.MetricAsync(name, tags) > 0 ? name : null,
        TestContext.Current.CancellationToken);
}
