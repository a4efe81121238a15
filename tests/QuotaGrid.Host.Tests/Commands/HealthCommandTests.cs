using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Commands;

/// <summary><c>quotagrid health</c>, which images ask where there is no shell.</summary>
public sealed class HealthCommandTests(SharedHost shared)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AProcessThatIsLiveIsHealthy()
    {
        var url = (await shared.GetAsync()).Url;

        Assert.Equal((0, $"{url}/healthz/ready: 200 Healthy\n", ""), await HostProcess.RunAsync(["health", "--url", $"{url}/healthz/ready"], Cancel));
    }

    [Fact]
    public async Task WithoutAUrlItAsksWhereTheProcessWasToldToListen()
    {
        var port = new Uri((await shared.GetAsync()).Url).Port;

        var result = await HostProcess.RunAsync(["health"], Cancel, new Dictionary<string, string> { ["QUOTAGRID_URLS"] = $"https://*:1;http://*:{port}" });

        Assert.Equal((0, $"http://localhost:{port}/healthz/live: 200 Healthy\n", ""), result);
    }

    [Fact]
    public async Task WhatTheProcessWasToldAndIsNoUrlIsRefused()
    {
        var (code, output, errors) = await HostProcess.RunAsync(["health"], Cancel, new Dictionary<string, string> { ["QUOTAGRID_URLS"] = "somewhere" });

        Assert.Equal((2, ""), (code, output));
        Assert.Equal("quotagrid: QUOTAGRID_URLS has the URL 'somewhere'. Write it as http://*:8080, or name what to ask with --url.\n", errors);
    }

    [Fact]
    public async Task WhenNobodyAnswersItIsNotHealthy()
    {
        var url = RunningHost.UrlOf(LoopbackPorts.Find(1)[0]) + "/healthz/live";

        var (code, output, errors) = await HostProcess.RunAsync(["health", "--url", url], Cancel);

        Assert.Equal((1, ""), (code, errors));
        Assert.StartsWith($"{url}: no answer (", output);
    }

    [Fact]
    public async Task AnAnswerThatIsNoSuccessIsNotHealthy()
    {
        var url = (await shared.GetAsync()).Url;
        var (code, output, errors) = await HostProcess.RunAsync(["health", "--url", $"{url}/no-such-path"], Cancel);

        Assert.Equal((1, ""), (code, errors));
        Assert.StartsWith($"{url}/no-such-path: 404 ", output);
    }

    [Fact]
    public async Task WhatIsNoUrlIsRefused() => Assert.Equal(
        (2, "", "quotagrid: --url is 'localhost'. Write it as http://localhost:8080/healthz/live.\n"), await HostProcess.RunAsync(["health", "--url", "localhost"], Cancel));
}
