using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Http;

/// <summary>The whole of it over HTTP: a campaign, who is told of it, challenges, cohorts, and what an operator does.</summary>
public sealed class CampaignTests : IDisposable
{
    private const string Capability = "contacts.lookup";

    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task PuppetsSideBySideAreACampaignThatIsToldDescribedExtendedAndPardoned()
    {
        await using var inbox = await WebhookInbox.StartAsync(Secret);
        await using var host = await StartAsync("tighten", ["--webhook-url", inbox.Url, "--webhook-secret-file", SecretFile()]);
        for (var i = 0; i < 3; i++)
        {
            await ConvictAsync(host, $"puppet-{i}", i * 300);
        }

        var listed = await SeeAsync("a campaign", async () =>
            await host.Http.GetAsync("/v1/campaigns") is var reply && reply.Json.GetProperty("campaigns").GetArrayLength() == 1 ? reply.Json.GetProperty("campaigns")[0] : (JsonElement?)null);
        var path = $"/v1/campaigns/{listed.GetProperty("campaign").GetString()}";
        var described = (await host.Http.GetAsync(path)).Json;
        var containment = (await host.Http.DescribeAsync("puppet-0")).Capability.GetProperty("containment");

        Assert.Equal((Capability, "open", 3, "blocks"), (Text(listed, "capability"), Text(listed, "state"), listed.GetProperty("members").GetInt32(), Text(listed, "openedBy")));
        Assert.Equal(["e164:1212/200"], listed.GetProperty("blocks").EnumerateArray().Select(block => block.GetString()));
        Assert.False(listed.TryGetProperty("identities", out _));
        Assert.Equal(["puppet-0", "puppet-1", "puppet-2"], described.GetProperty("identities").EnumerateArray().Select(one => one.GetString()).Order());
        Assert.Equal(("identity", "order", "e164:1212/200"), (Text(containment, "scope"), Text(containment, "signal"), Text(containment.GetProperty("blocks")[0], "block")));
        Assert.Equal(1, containment.GetProperty("differentBlocks").GetInt32());
        Assert.Equal(1, await host.Http.MetricAsync("quotagrid_campaign_open", $"quotagrid_capability=\"{Capability}\""));

        Assert.Equal(HttpStatusCode.NoContent, (await host.Http.SendAsync(HttpMethod.Put, $"{path}?until={InDays(3)}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await host.Http.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal("pardoned", Text((await host.Http.GetAsync(path)).Json, "state"));
        Assert.Equal("allowed", (await host.Http.DecideAsync("puppet-1", UsNumbers.Take(70_000, 2))).Outcome);
        await SeeAsync("all events", () => Task.FromResult(inbox.Types.Length == 9 ? inbox : null));
        Assert.Equal(
            [
                "campaign.closed", "campaign.opened", "containment.extended", "containment.pardoned", "containment.pardoned", "containment.pardoned", "identity.convicted", "identity.convicted", "identity.convicted",
            ],
            inbox.Types.Order());
    }

    [Fact]
    public async Task APassedChallengeLiftsTheContainmentAndThatIsLimited()
    {
        await using var host = await StartAsync("challenge");
        Assert.Equal(HttpStatusCode.NotFound, (await ChallengeAsync(host, "never-seen", "c0")).Status);
        for (var i = 0; i < 3; i++)
        {
            await ConvictAsync(host, "client", i * 3_000);
            Assert.Equal("challenge", Text((await host.Http.DecideAsync("client", UsNumbers.Take(85_000, 1))).Json, "action"));
            Assert.Equal(HttpStatusCode.NoContent, (await ChallengeAsync(host, "client", $"c{i}", passed: false)).Status);
            Assert.Equal(HttpStatusCode.NoContent, (await ChallengeAsync(host, "client", $"c{i}")).Status);
            Assert.Equal("allowed", (await host.Http.DecideAsync("client", UsNumbers.Take(80_000 + (i * 2), 1))).Outcome);
        }

        await ConvictAsync(host, "client", 60_000);
        var refused = await ChallengeAsync(host, "client", "c9");

        Assert.Equal((HttpStatusCode.Conflict, "urn:quotagrid:problem:challenge-of-no-use"), (refused.Status, Text(refused.Json, "type")));
        Assert.Equal(HttpStatusCode.NoContent, (await ChallengeAsync(host, "client", "c1")).Status);
        Assert.Equal("challenge", Text((await host.Http.DecideAsync("client", UsNumbers.Take(90_000, 1))).Json, "action"));
        Assert.Equal(3, await host.Http.MetricAsync("quotagrid_challenge_results_total", "quotagrid_result=\"failed\""));
        Assert.Equal(1, await host.Http.MetricAsync("quotagrid_challenge_results_total", "quotagrid_result=\"exhausted\""));
        var wrong = await host.Http.PostAsync("/v1/challenges", """{ "identity": "client" }""");
        Assert.Equal((HttpStatusCode.BadRequest, "capability id passed"), (wrong.Status, string.Join(' ', wrong.ErrorFields)));
    }

    [Fact]
    public async Task AnOperatorContainsACohortAndPardonsIt()
    {
        const string Cohort = "/v1/containments?cohort=network:198.51.100.0/24&capability=contacts.lookup";
        await using var host = await StartAsync("tighten");
        Assert.Equal("allowed", (await AskFromAsync(host, "anna", "198.51.100.0/24")).Outcome);

        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.SendAsync(HttpMethod.Put, $"{Cohort}&until={InDays(1)}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await host.Http.SendAsync(HttpMethod.Put, $"{Cohort}&action=block&until={InDays(1)}")).Status);
        await SeeAsync("the block", async () => (await AskFromAsync(host, "anna", "198.51.100.0/24")) is { Outcome: "denied" } denied ? denied : null);
        Assert.Equal("allowed", (await AskFromAsync(host, "bert", "203.0.113.0/24")).Outcome);
        var containment = (await host.Http.DescribeAsync("anna")).Capability.GetProperty("containment");
        Assert.Equal(("cohort", "block", "enforced"), (Text(containment, "scope"), Text(containment, "action"), Text(containment, "stage")));
        Assert.Equal(["network:198.51.100.0/24"], containment.GetProperty("cohorts").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(JsonValueKind.Null, containment.GetProperty("logEValue").ValueKind);
        Assert.Equal("block", Text((await host.Http.GetAsync("/v1/campaigns")).Json.GetProperty("orders")[0], "action"));

        // One of them is pardoned by itself, and then all.
        Assert.Equal(HttpStatusCode.NoContent, (await host.Http.SendAsync(HttpMethod.Delete, "/v1/containments?identity=anna&capability=contacts.lookup")).Status);
        Assert.Equal("allowed", (await AskFromAsync(host, "anna", "198.51.100.0/24")).Outcome);
        Assert.Equal("denied", (await AskFromAsync(host, "carl", "198.51.100.0/24")).Outcome);
        Assert.Equal(HttpStatusCode.NoContent, (await host.Http.SendAsync(HttpMethod.Delete, Cohort)).Status);
        await SeeAsync("no block", async () => (await AskFromAsync(host, "carl", "198.51.100.0/24")) is { Outcome: "allowed" } allowed ? allowed : null);
    }

    [Fact]
    public async Task WhatAnOperatorCannotDoIsSaid()
    {
        await using var host = await StartAsync("tighten");

        var shown = await host.Http.GetAsync("/v1/campaigns/0123456789abcdef");
        var ended = await host.Http.SendAsync(HttpMethod.Delete, "/v1/campaigns/0123456789abcdef");
        var named = await host.Http.GetAsync("/v1/campaigns/x");
        var both = await host.Http.SendAsync(HttpMethod.Delete, "/v1/containments?identity=a&cohort=asn:1&capability=contacts.lookup");
        var neither = await host.Http.SendAsync(HttpMethod.Delete, "/v1/containments?capability=contacts.lookup");
        var formless = await host.Http.SendAsync(HttpMethod.Delete, "/v1/containments?cohort=asn&capability=contacts.lookup");
        var soft = await host.Http.SendAsync(HttpMethod.Put, $"/v1/containments?cohort=network:x&capability=contacts.lookup&action=none&until={InDays(1)}");
        var own = await host.Http.SendAsync(HttpMethod.Put, $"/v1/containments?identity=a&capability=contacts.lookup&action=block&until={InDays(1)}");
        var unwatched = await host.Http.SendAsync(HttpMethod.Put, $"/v1/containments?cohort=shoe-size:43&capability=contacts.lookup&action=block&until={InDays(1)}");

        Assert.Equal((HttpStatusCode.NotFound, "urn:quotagrid:problem:campaign-unknown"), (shown.Status, Text(shown.Json, "type")));
        Assert.Equal(HttpStatusCode.NotFound, ended.Status);
        Assert.Equal("campaign", Assert.Single(named.ErrorFields));
        Assert.Equal("cohort", Assert.Single(both.ErrorFields));
        Assert.Equal("identity", Assert.Single(neither.ErrorFields));
        Assert.Equal("cohort", Assert.Single(formless.ErrorFields));
        Assert.Equal("action", Assert.Single(soft.ErrorFields));
        Assert.Equal("action", Assert.Single(own.ErrorFields));
        Assert.Equal("cohort", Assert.Single(unwatched.ErrorFields));
    }

    /// <summary>Lets an identity read numbers in order, which convicts it in its first batch.</summary>
    private static async Task ConvictAsync(RunningHost host, string identity, int first) =>
        await SeeAsync($"{identity} convicted", async () =>
        {
            await host.Http.DecideAsync(identity, UsNumbers.Take(first, 200));
            return (await host.Http.DecideAsync(identity, UsNumbers.Take(first + 200, 1))).Outcome == "denied" ? identity : null;
        });

    private static Task<HttpReply> ChallengeAsync(RunningHost host, string identity, string id, bool passed = true) =>
        host.Http.PostAsync("/v1/challenges", JsonSerializer.Serialize(new { identity, capability = Capability, id, passed }));

    private static Task<HttpReply> AskFromAsync(RunningHost host, string identity, string network) => host.Http.PostAsync(
        "/v1/decisions", JsonSerializer.Serialize(new { identity, capability = Capability, targets = UsNumbers.Take(0, 1), attributes = new { network } }));

    private static string? Text(JsonElement json, string property) => json.GetProperty(property).GetString();

    private static string InDays(int days) => (TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(days)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static async Task<T> SeeAsync<T>(string what, Func<Task<T?>> look)
        where T : class => (await Eventually.SeeAsync(what, Patience, look, TestContext.Current.CancellationToken)).Seen;

    private static async Task<JsonElement> SeeAsync(string what, Func<Task<JsonElement?>> look) =>
        ((JsonElement)await SeeAsync<object>(what, async () => await look() is { } seen ? seen : null));

    private string SecretFile()
    {
        var file = Path.Combine(_directory.Path, "webhook.key");
        File.WriteAllText(file, "whsec_" + Convert.ToBase64String(Secret));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    private async Task<RunningHost> StartAsync(string action, string[]? more = null)
    {
        var document = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "contacts-detection.json"), TestContext.Current.CancellationToken),
            documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!;
        var detection = document["policies"]![0]!["detection"]!;
        detection["stage"] = "enforced";
        detection["ladder"] = new JsonArray(new JsonObject { ["action"] = action, ["for"] = "1d" });
        var policies = Path.Combine(_directory.Path, "policies.json");
        await File.WriteAllTextAsync(policies, document.ToJsonString(), TestContext.Current.CancellationToken);
        return await RunningHost.StartEmbeddedAsync(
            Path.Combine(_directory.Path, "data"), LoopbackPorts.Find(3), TestContext.Current.CancellationToken, ["--policies", policies, .. more ?? []]);
    }
}
