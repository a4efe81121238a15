using System.Net;
using System.Text.Json.Nodes;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Http;

/// <summary>The shipped policy with detection, enforced, over HTTP: a sweep is convicted by its misses, explained, and pardoned by an operator.</summary>
public sealed class DetectionTests : IDisposable
{
    private const string Containment = "/v1/containments?identity=sweeper&capability=contacts.lookup";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task ASweepIsConvictedExplainedAndPardoned()
    {
        await using var host = await StartAsync();

        // In order, which convicts in the middle of the first batch, also where nobody has voted yet on what is usual.
        var swept = await host.Http.DecideAsync("sweeper", UsNumbers.Take(0, 300));
        var known = await host.Http.DecideAsync("sweeper", UsNumbers.Take(0, 5));
        var mixed = await host.Http.DecideAsync("sweeper", [.. UsNumbers.Take(0, 2), .. UsNumbers.Take(900, 3)]);
        var containment = (await host.Http.DescribeAsync("sweeper")).Capability.GetProperty("containment");

        Assert.Equal("partial", swept.Outcome);
        Assert.InRange(swept.Allowed.Length, 5, 50);
        Assert.Equal(("allowed", 5), (known.Outcome, known.Allowed.Length));
        Assert.Equal("partial", mixed.Outcome);
        Assert.Equal([2, 3, 4], mixed.Denied);
        Assert.Equal("tighten", mixed.Json.GetProperty("action").GetString());
        Assert.InRange(mixed.RetryAfter, 86_300, 86_400);
        Assert.Equal(("tighten", "enforced", "order", 1), (Text("action"), Text("stage"), Text("signal"), containment.GetProperty("convictions").GetInt32()));
        Assert.True(containment.GetProperty("logEValue").GetDouble() > 13.8);
        Assert.Equal(1, await host.Http.MetricAsync(
            "quotagrid_identity_convictions_total",
            "quotagrid_action=\"tighten\",quotagrid_capability=\"contacts.lookup\",quotagrid_signal=\"order\",quotagrid_stage=\"enforced\""));

        var until = (DateTimeOffset.Parse(Text("until")) + TimeSpan.FromDays(2)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        Assert.Equal(HttpStatusCode.NoContent, (await host.Http.SendAsync(HttpMethod.Put, $"{Containment}&until={until}")).Status);
        Assert.InRange((await host.Http.DecideAsync("sweeper", UsNumbers.Take(900, 1))).RetryAfter, 3 * 86_300, 3 * 86_400);
        Assert.Equal(HttpStatusCode.NoContent, (await host.Http.SendAsync(HttpMethod.Delete, Containment)).Status);
        Assert.Equal("allowed", (await host.Http.DecideAsync("sweeper", UsNumbers.Take(900, 3))).Outcome);

        string Text(string property) => containment.GetProperty(property).GetString()!;
    }

    [Fact]
    public async Task AnIdentityShowsWhatIsKnownOfTheCohortsThatItComesWith()
    {
        await using var host = await StartAsync();

        var asked = await host.Http.PostAsync("/v1/decisions", Body("203.0.113.0/24"));
        var refused = await host.Http.PostAsync("/v1/decisions", Body("203.0.113.0 to 24"));
        var cohorts = (await host.Http.DescribeAsync("anna")).Capability.GetProperty("suspicion").GetProperty("cohorts");

        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.Equal((HttpStatusCode.BadRequest, "attributes.network"), (refused.Status, Assert.Single(refused.ErrorFields)));
        Assert.Equal(["network:203.0.113.0/24", "client:ja4:t13d"], cohorts.EnumerateArray().Take(2).Select(one => one.GetProperty("cohort").GetString()));
        Assert.StartsWith("signup-hour:20", cohorts[2].GetProperty("cohort").GetString(), StringComparison.Ordinal);
        Assert.Equal((3, 1_000), (cohorts.GetArrayLength(), cohorts[0].GetProperty("credit").GetDouble()));

        static string Body(string network) => new JsonObject
        {
            ["identity"] = "anna",
            ["capability"] = "contacts.lookup",
            ["targets"] = new JsonArray(UsNumbers.Take(0, 1)[0]),
            ["attributes"] = new JsonObject { ["network"] = network, ["client"] = "ja4:t13d", ["unknown"] = "what is not named is not looked at" },
        }.ToJsonString();
    }

    [Fact]
    public async Task WhatCannotBePardonedOrExtendedIsSaid()
    {
        await using var host = await StartAsync();
        await host.Http.DecideAsync("sweeper", UsNumbers.Take(0, 1));

        var nothing = await host.Http.SendAsync(HttpMethod.Delete, Containment);
        var never = await host.Http.SendAsync(HttpMethod.Delete, "/v1/containments?capability=contacts.lookup");
        var tomorrow = await host.Http.SendAsync(HttpMethod.Put, $"{Containment}&until=tomorrow");
        var past = await host.Http.SendAsync(HttpMethod.Put, $"{Containment}&until=2020-01-01T00:00:00Z");

        Assert.Equal((HttpStatusCode.NotFound, "urn:quotagrid:problem:not-contained"), (nothing.Status, nothing.Json.GetProperty("type").GetString()));
        Assert.Equal((HttpStatusCode.BadRequest, "identity"), (never.Status, Assert.Single(never.ErrorFields)));
        Assert.Equal((HttpStatusCode.BadRequest, "until"), (tomorrow.Status, Assert.Single(tomorrow.ErrorFields)));
        Assert.Equal((HttpStatusCode.BadRequest, "until"), (past.Status, Assert.Single(past.ErrorFields)));
    }

    private async Task<RunningHost> StartAsync()
    {
        var document = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "contacts-detection.json"), TestContext.Current.CancellationToken),
            documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!;
        document["policies"]![0]!["detection"]!["stage"] = "enforced";
        var policies = Path.Combine(_directory.Path, "policies.json");
        await File.WriteAllTextAsync(policies, document.ToJsonString(), TestContext.Current.CancellationToken);
        return await RunningHost.StartEmbeddedAsync(
            Path.Combine(_directory.Path, "data"), LoopbackPorts.Find(3), TestContext.Current.CancellationToken, ["--policies", policies]);
    }
}
