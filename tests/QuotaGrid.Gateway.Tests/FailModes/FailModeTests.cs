using System.Net;
using Microsoft.Extensions.Logging;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Gateway.Tests.Admission;
using QuotaGrid.Gateway.Tests.Fixtures;
using QuotaGrid.Gateway.Tests.Middleware;

namespace QuotaGrid.Gateway.Tests.FailModes;

/// <summary>When no silo answers, the policy's fail mode decides: counted every time, logged once, and never taken for a denial.</summary>
public sealed class FailModeTests(SharedGateway shared)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hang-", "TimeoutException")]
    [InlineData("break-", "IOException")]
    public async Task ClosedThrowsAndOpenAllowsAndBothAreCountedEachTimeAndLoggedOnce(string fault, string error)
    {
        await using var gateway = await StartAsync(fault == "hang-" ? Impatient : null);
        using var measured = new MeasurementCollector(gateway);
        var client = gateway.Client;

        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<QuotaUnavailableException>(
                async () => await client.DecideAsync(QuotaGridClientTests.Ask(fault + "closed", TestPolicies.Closed, "1"), Cancel));
            var open = await client.DecideAsync(QuotaGridClientTests.Ask(fault + "open", TestPolicies.Open, "1", "x", "2"), Cancel);
            Assert.Equal((Outcome.Allowed, true, 2), (open.Outcome, open.FailedOpen, open.Allowed.Count));
            Assert.Empty(open.Denied());
        }

        Assert.Equal(
            new Dictionary<string, double>
            {
                [$"quotagrid.capability=accounts.lookup quotagrid.fail_mode=closed error.type={error}"] = 2,
                [$"quotagrid.capability=prices.lookup quotagrid.fail_mode=open error.type={error}"] = 2,
            },
            measured.SumOf("quotagrid.failmode.decisions"));
        Assert.Equal(2, gateway.Log.Lines.Count(line => line.Level == LogLevel.Error));
        Assert.Single(gateway.Log.Lines, line => line.Text.Contains("fails Closed", StringComparison.Ordinal));
        Assert.Single(gateway.Log.Lines, line => line.Text.Contains("fails Open", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhereASiloIsGoneTheDecisionIsAskedForOnceMore()
    {
        await using var gateway = await StartAsync(configure: null);

        var once = await gateway.Client.DecideAsync(QuotaGridClientTests.Ask("gone-1-closed", TestPolicies.Closed, "1"), Cancel);
        var twice = await Assert.ThrowsAsync<QuotaUnavailableException>(
            async () => await gateway.Client.DecideAsync(QuotaGridClientTests.Ask("gone-2-closed", TestPolicies.Closed, "1"), Cancel));

        Assert.Equal((Outcome.Allowed, null), (once.Outcome, once.FailMode));
        Assert.IsType<SiloUnavailableException>(twice.InnerException);
        Assert.Equal((2, 2), (shared.Faults.DecisionsOf("gone-1-closed"), shared.Faults.DecisionsOf("gone-2-closed")));
    }

    [Fact]
    public async Task WhereASiloCannotBeReachedTheDecisionIsAskedForUntilOneCan()
    {
        await using var gateway = await StartAsync(configure: null);

        var decision = await gateway.Client.DecideAsync(QuotaGridClientTests.Ask("away-3-closed", TestPolicies.Closed, "1"), Cancel);

        Assert.Equal((Outcome.Allowed, null, 4), (decision.Outcome, decision.FailMode, shared.Faults.DecisionsOf("away-3-closed")));
    }

    [Fact]
    public async Task WhereNoneCanBeReachedOnlyTheFirstWaitsForIt()
    {
        await using var gateway = await StartAsync(options => options.DecisionTimeout = TimeSpan.FromSeconds(2));

        await AssertUnavailableAsync("away-9-first");
        await AssertUnavailableAsync("away-9-second");
        await gateway.Client.DecideAsync(QuotaGridClientTests.Ask("somebody", TestPolicies.Closed, "1"), Cancel);
        await AssertUnavailableAsync("away-9-third");

        Assert.InRange(shared.Faults.DecisionsOf("away-9-first"), 2, 9);
        Assert.Equal(1, shared.Faults.DecisionsOf("away-9-second"));
        Assert.InRange(shared.Faults.DecisionsOf("away-9-third"), 2, 9);

        async Task AssertUnavailableAsync(string identity) => await Assert.ThrowsAsync<QuotaUnavailableException>(
            async () => await gateway.Client.DecideAsync(QuotaGridClientTests.Ask(identity, TestPolicies.Closed, "1"), Cancel));
    }

    [Fact]
    public async Task AnIdentityThatFillsItsOwnQueueIsNotLetThroughWhateverThePolicySays()
    {
        await using var gateway = await StartAsync(configure: null);
        var request = QuotaGridClientTests.Ask("full-one", TestPolicies.Open, "1");

        var refusal = await Assert.ThrowsAsync<QuotaUnavailableException>(async () => await gateway.Client.DecideAsync(request, Cancel));
        var many = await gateway.Client.DecideManyAsync([request], Cancel);

        Assert.IsType<LimitExceededException>(refusal.InnerException);
        Assert.Equal([null], many);
    }

    [Fact]
    public async Task OverHttpClosedIs503WithRetryAfterAndOpenSaysSo()
    {
        await using var gateway = await StartAsync(Impatient);

        var closed = await gateway.GetAsync("/accounts/1", "sub=hang-http");
        var problem = await RequireQuotaTests.ProblemOf(closed, HttpStatusCode.ServiceUnavailable);
        Assert.Equal("https://iana.org/assignments/http-problem-types#temporary-reduced-capacity", problem.GetProperty("type").GetString());
        Assert.Equal("1", Assert.Single(closed.Headers.GetValues("Retry-After")));

        var open = await gateway.GetAsync("/prices/1", "sub=hang-http");
        Assert.Equal("hang-http: 1 (failed open)", await RequireQuotaTests.TextOf(open));

        using var content = new StringContent("""{"identity":"hang-http","capability":"prices.lookup","targets":["1"]}""", System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/decisions") { Content = content };
        request.Headers.Add(TestAuthentication.Header, "sub=operator");
        var body = await RequireQuotaTests.TextOf(await gateway.Http.SendAsync(request, Cancel));
        Assert.Contains("\"outcome\":\"allowed\"", body, StringComparison.Ordinal);
        Assert.Contains("\"failMode\":\"open\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AmongManyEachThatIsNotAnsweredUsesItsFailModeAndTheOthersAreDecided()
    {
        // The ingress gives each identity three quarters of this; the last quarter is for its answer to arrive, however busy the machine is.
        await using var gateway = await StartAsync(options => options.DecisionTimeout = TimeSpan.FromSeconds(8));

        var decisions = await gateway.Client.DecideManyAsync(
            [
                QuotaGridClientTests.Ask("hang-many", TestPolicies.Closed, "1"),
                QuotaGridClientTests.Ask("hang-many-open", TestPolicies.Open, "1"),
                QuotaGridClientTests.Ask("beside-them", TestPolicies.Open, "1"),
            ],
            Cancel);

        Assert.Null(decisions[0]);
        Assert.True(decisions[1]!.FailedOpen);
        Assert.False(decisions[2]!.FailedOpen);
    }

    [Fact]
    public async Task AnIdentityThatCannotBeDescribedIsUnavailableAndTheMessageClaimsNoPolicy()
    {
        await using var gateway = await StartAsync(Impatient);

        var failure = await Assert.ThrowsAsync<QuotaUnavailableException>(
            async () => await gateway.Client.DescribeAsync(Identity.Parse("hang-described"), Cancel));

        Assert.Equal("No silo described the identity. Ask again in a moment.", failure.Message);
        Assert.IsType<TimeoutException>(failure.InnerException);
    }

    [Fact]
    public async Task SilosThatAreGoneAreNoDenialAndWithoutPoliciesEverythingFailsClosed()
    {
        await using var cluster = await SharedGateway.StartSilosAsync(1);
        await using var knows = await GatewayUnderTest.StartAsync(cluster.Client, Impatient);
        await knows.Services.GetPoliciesAsync();
        await cluster.StopSilosAsync(Cancel);
        await using var knowsNothing = await GatewayUnderTest.StartAsync(cluster.Client, Impatient);
        using var measured = new MeasurementCollector(knowsNothing);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await knows.GetAsync("/accounts/1", "sub=gone")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await knows.GetAsync("/prices/1", "sub=gone")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await knowsNothing.GetAsync("/prices/1", "sub=gone")).StatusCode);
        Assert.Equal(1, measured.SumOf("quotagrid.failmode.decisions").Sum(sum => sum.Value));
        Assert.Contains("quotagrid.fail_mode=closed", Assert.Single(measured.SumOf("quotagrid.failmode.decisions")).Key, StringComparison.Ordinal);
    }

    /// <summary>Where no answer comes.</summary>
    private static void Impatient(QuotaGridGatewayOptions options) => options.DecisionTimeout = TimeSpan.FromMilliseconds(300);

    private async Task<GatewayUnderTest> StartAsync(Action<QuotaGridGatewayOptions>? configure)
    {
        var gateway = await GatewayUnderTest.StartAsync(shared.Grains, configure);
        await gateway.Services.GetPoliciesAsync();
        return gateway;
    }
}
