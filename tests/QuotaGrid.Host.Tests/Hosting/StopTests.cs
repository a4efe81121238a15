using System.Net;
using QuotaGrid.Host.Secrets;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Hosting;

/// <summary>How a real process stops, as an orchestrator stops it.</summary>
public sealed class StopTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task DuringTheDelayAProcessIsNotReadyAndAnswersAndLetsClientsLeave()
    {
        var roles = await MigrateAsync();
        var ports = LoopbackPorts.Find(4);
        await using var silo = await RunningHost.StartAsync(
            RunningHost.UrlOf(ports[0]), ClusterFixture.SiloArguments(RunningHost.UrlOf(ports[0]), ports[1], ports[2], roles.SiloConnection), Cancel);
        await using var host = await RunningHost.StartAsync(RunningHost.UrlOf(ports[3]), [.. EdgeArguments(RunningHost.UrlOf(ports[3]), roles), "--stop-delay", "10s"], Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(host.Url) };
        using (var before = await client.GetAsync("/healthz/ready", Cancel))
        {
            Assert.Equal((HttpStatusCode.OK, null), (before.StatusCode, before.Headers.ConnectionClose));
        }

        host.Process.Stop();

        await Eventually.SeeAsync("the process is not ready", Deadline, async () => await host.Http.IsReadyAsync() ? null : host, Cancel);
        Assert.Equal("allowed", (await host.Http.DecideAsync("late", UsNumbers.Take(0, 10))).Outcome);
        using (var live = await client.GetAsync("/healthz/live", Cancel))
        {
            Assert.Equal((HttpStatusCode.OK, true), (live.StatusCode, live.Headers.ConnectionClose));
        }

        Assert.Equal(0, await host.Process.WaitForEndAsync(Cancel));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/healthz/live", Cancel));
    }

    [Fact]
    public async Task AnEdgeWithoutSilosIsLiveAndNotReadyAndStopsWhenItIsTold()
    {
        var url = RunningHost.UrlOf(LoopbackPorts.Find(1)[0]);
        await using var edge = HostProcess.Start(EdgeArguments(url, await MigrateAsync()));
        using var http = new QuotaGridHttp(new Uri(url));

        await Eventually.SeeAsync("the edge is live", Deadline, () => IsLiveAsync(edge, http), Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/healthz/ready")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.DecideAsync("early", ["+12125550100"])).Status);

        edge.Stop();

        Assert.Equal(0, await edge.WaitForEndAsync(Cancel));
    }

    private async Task<PostgresRoles> MigrateAsync()
    {
        var roles = await PostgresRoles.CreateAsync(server, Cancel);
        Assert.Equal(0, (await HostProcess.RunAsync(roles.MigrateArguments, Cancel)).Code);
        return roles;
    }

    private string[] EdgeArguments(string url, PostgresRoles roles)
    {
        var secret = Path.Combine(_directory.Path, "secret.key");
        SecretFile.Create(secret);
        return ["serve", "--role", "edge", "--urls", url, "--database", roles.EdgeConnection, "--secret-file", secret, "--anonymous", "decide"];
    }

    private static async Task<QuotaGridHttp?> IsLiveAsync(HostProcess edge, QuotaGridHttp http)
    {
        Assert.False(edge.HasEnded, edge.Everything);
        try
        {
            return (await http.GetAsync("/healthz/live")).Status == HttpStatusCode.OK ? http : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
