using System.Net;
using QuotaGrid.Host.Secrets;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Hosting;

/// <summary>How a real process stops, as an orchestrator stops it.</summary>
public sealed class GracefulStopTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task DuringTheDelayAProcessIsNotReadyAndAnswersAndLetsClientsLeave()
    {
        await using var host = await RunningHost.StartEmbeddedAsync(Path.Combine(_directory.Path, "data"), LoopbackPorts.Find(3), Cancel, ["--shutdown-delay", "10s"]);
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
        var roles = await PostgresRoles.CreateAsync(server, Cancel);
        Assert.Equal(0, (await HostProcess.RunAsync(roles.MigrateArguments, Cancel)).Code);
        var secret = Path.Combine(_directory.Path, "secret.key");
        SecretFile.Create(secret);
        var url = RunningHost.UrlOf(LoopbackPorts.Find(1)[0]);
        await using var edge = HostProcess.Start(["serve", "--role", "edge", "--urls", url, "--database", roles.EdgeConnection, "--secret-file", secret]);
        using var http = new QuotaGridHttp(new Uri(url));

        await Eventually.SeeAsync("the edge is live", Deadline, () => IsLiveAsync(edge, http), Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/healthz/ready")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.DecideAsync("early", ["+12125550100"])).Status);

        edge.Stop();

        Assert.Equal(0, await edge.WaitForEndAsync(Cancel));
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
