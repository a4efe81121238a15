using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Velocity;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Tests.Admission;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.Middleware;

/// <summary>Requests in flight: two at once for each identity, and a lease that ends in no test.</summary>
public sealed class InFlightTests(SharedGateway shared)
{
    private const string Releases = "quotagrid.hold.releases";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/reports/1", HttpStatusCode.OK)]
    [InlineData("/reports/1/broken", HttpStatusCode.InternalServerError)]
    public async Task APermitIsGivenBackHoweverTheEndpointEnds(string path, HttpStatusCode status)
    {
        var identity = $"ends-{(int)status}";
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(status, (await shared.Gateway.GetAsync(path, $"sub={identity}")).StatusCode);
            await SeeRemainingAsync(identity, 2);
        }
    }

    [Fact]
    public async Task APermitIsHeldForAsLongAsTheRequestTakesAndGivenBackWhenTheClientGoesAway()
    {
        using var gone = new CancellationTokenSource();
        var requests = Enumerable.Range(0, 2).Select(_ => SendAsync("/reports/1/endless", "aborts", gone.Token)).ToArray();
        await SeeRemainingAsync("aborts", 0);

        var denied = await shared.Gateway.GetAsync("/reports/1", "sub=aborts");
        var problem = await RequireQuotaTests.ProblemOf(denied, HttpStatusCode.TooManyRequests);
        Assert.Equal("parallel", Assert.Single(problem.GetProperty("violated-policies").EnumerateArray()).GetString());
        Assert.InRange(denied.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        Assert.Equal("\"parallel\";q=2;qu=\"concurrent-requests\"", Assert.Single(denied.Headers.GetValues("RateLimit-Policy")));
        Assert.Equal("\"parallel\";r=0", Assert.Single(denied.Headers.GetValues("RateLimit")));

        await gone.CancelAsync();
        await Task.WhenAll(requests.Select(request => Assert.ThrowsAnyAsync<OperationCanceledException>(() => request)));
        await SeeRemainingAsync("aborts", 2);
    }

    [Fact]
    public async Task AReleaseThatFailsIsCountedAndTheResponseIsSent()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(shared.Grains);
        using var measured = new MeasurementCollector(gateway);

        var response = await gateway.GetAsync("/reports/1", "sub=keep-one");

        Assert.Equal((HttpStatusCode.OK, "keep-one: 1"), (response.StatusCode, await RequireQuotaTests.TextOf(response)));
        await SeeAsync(() => Task.FromResult(measured.SumOf(Releases).GetValueOrDefault("quotagrid.result=failed") == 1), "a release that failed");
        Assert.Equal(1, await RemainingAsync("keep-one"));
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task ADecisionThatNobodyWaitsForAnyMoreHoldsNothing()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(shared.Grains);
        await gateway.Services.GetPoliciesAsync();
        using var measured = new MeasurementCollector(gateway);
        var request = QuotaGridClientTests.Ask("gave-up", TestPolicies.Parallel, "1");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await gateway.Client.DecideAsync(request, new CancellationToken(canceled: true)));

        await SeeAsync(() => Task.FromResult(measured.SumOf(Releases).GetValueOrDefault("quotagrid.result=released") == 1), "the release");
        Assert.Equal(2, await RemainingAsync("gave-up"));
    }

    [Fact]
    public async Task AHoldIsReleasedOnceAndWhatBecameOfItIsCounted()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(shared.Grains);
        using var measured = new MeasurementCollector(gateway);
        var (identity, capability) = (Identity.Parse("by-code"), Capability.Parse(TestPolicies.Parallel));
        var decisions = await gateway.Client.DecideManyAsync([QuotaGridClientTests.Ask("by-code", TestPolicies.Parallel, "1")], Cancel);
        var hold = decisions[0]!.Hold!.Value;

        Assert.True(await gateway.Client.RenewAsync(identity, capability, hold, Cancel));
        Assert.True(await gateway.Client.ReleaseAsync(identity, capability, hold, Cancel));
        Assert.False(await gateway.Client.ReleaseAsync(identity, capability, hold, Cancel));
        Assert.False(await gateway.Client.RenewAsync(identity, capability, hold, Cancel));
        await Assert.ThrowsAsync<QuotaUnavailableException>(async () => await gateway.Client.ReleaseAsync(Identity.Parse("break-release"), capability, hold, Cancel));

        Assert.Equal(
            new Dictionary<string, double> { ["quotagrid.result=released"] = 1, ["quotagrid.result=expired"] = 1, ["quotagrid.result=failed"] = 1 },
            measured.SumOf(Releases));
    }

    [Fact]
    public async Task OverHttpAHoldIsRenewedReleasedAndThenNoLongerHeld()
    {
        var hold = await HoldOverHttpAsync("by-http");
        var path = $"/v1/holds/{hold}?identity=by-http&capability={TestPolicies.Parallel}";

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Put, path)).StatusCode);
        var other = await SendAsync(HttpMethod.Delete, path.Replace("=by-http", "=somebody-else", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, path)).StatusCode);
        foreach (var method in (HttpMethod[])[HttpMethod.Delete, HttpMethod.Put])
        {
            var problem = await RequireQuotaTests.ProblemOf(await SendAsync(method, path), HttpStatusCode.NotFound);
            Assert.Equal("urn:quotagrid:problem:hold-unknown", problem.GetProperty("type").GetString());
        }
    }

    [Theory]
    [InlineData("nonsense?identity=i&capability=reports.lookup", "hold")]
    [InlineData("0000000000000000?identity=i&capability=reports.lookup", "hold")]
    [InlineData("0000000000000001", "identity", "capability")]
    [InlineData("0000000000000001?identity=i&capability=Reports", "capability")]
    [InlineData("0000000000000001?identity=i&identity=j&capability=reports.lookup", "identity")]
    [InlineData("x", "hold", "identity", "capability")]
    public async Task WhatIsNoHoldIsABadRequestThatNamesEverything(string path, params string[] fields)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Delete, HttpMethod.Put])
        {
            var problem = await RequireQuotaTests.ProblemOf(await SendAsync(method, $"/v1/holds/{path}"), HttpStatusCode.BadRequest);
            Assert.Equal(fields, problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()));
        }
    }

    [Fact]
    public async Task AHoldThatNoSiloAnswersAboutIsUnavailable()
    {
        var path = $"/v1/holds/{new HoldId(1)}?identity=break-http&capability={TestPolicies.Parallel}";

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(HttpMethod.Delete, path)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(HttpMethod.Put, path)).StatusCode);
    }

    private async Task<string> HoldOverHttpAsync(string identity)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/decisions")
        {
            Content = new StringContent($$"""{"identity":"{{identity}}","capability":"{{TestPolicies.Parallel}}","targets":["1"]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add(TestAuthentication.Header, "sub=operator");
        var response = await shared.Gateway.Http.SendAsync(request, Cancel);
        return JsonDocument.Parse(await RequireQuotaTests.TextOf(response)).RootElement.GetProperty("hold").GetString()!;
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add(TestAuthentication.Header, "sub=operator");
        return shared.Gateway.Http.SendAsync(request, Cancel);
    }

    private Task<HttpResponseMessage> SendAsync(string path, string identity, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(TestAuthentication.Header, $"sub={identity}");
        return shared.Gateway.Http.SendAsync(request, cancellationToken);
    }

    private Task SeeRemainingAsync(string identity, long remaining) =>
        SeeAsync(async () => await RemainingAsync(identity) == remaining, $"{remaining} permits left of {identity}");

    private async Task<long> RemainingAsync(string identity)
    {
        var report = await shared.Gateway.Client.DescribeAsync(Identity.Parse(identity), Cancel);
        return report.Capabilities.IsEmpty ? 2 : report.Capabilities[0].Limits[0].Remaining;
    }

    // What happens behind a response is seen by looking again only.
    private static async Task SeeAsync(Func<Task<bool>> look, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await look())
        {
            Assert.True(clock.Elapsed < Deadline, $"Within {Deadline} this was not to be seen: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancel);
        }
    }
}
