using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using QuotaGrid.Host.Storage;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Hosting;

/// <summary>An edge that finds a silo, but no policies.</summary>
public sealed class EarlyEdgeTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AnEdgeWithoutPoliciesSaysSoAndStaysAndIsReadyWhenASiloPublishesThem()
    {
        var ports = LoopbackPorts.Find(6);
        var database = new PostgresDatabase(await server.CreateDatabaseAsync(Cancel));
        await database.MigrateAsync(Cancel);
        var secret = Path.Combine(_directory.Path, "secret.key");
        await File.WriteAllTextAsync(secret, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Cancel);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var url = RunningHost.UrlOf(ports[0]);
        await using var edge = HostProcess.Start(["serve", "--role", "edge", "--urls", url, "--database", database.ConnectionString, "--secret-file", secret, "--anonymous", "decide"]);
        using var http = new QuotaGridHttp(new Uri(url));
        using (var silo = await StartSiloWithoutPoliciesAsync(database, ports[1], ports[2]))
        {
            await Eventually.SeeAsync(
                "the edge says what it is",
                Deadline,
                () =>
                {
                    Assert.False(edge.HasEnded, edge.Everything);
                    return Task.FromResult(edge.Output.Contains("\n  policies   none yet; not ready until a silo publishes them\n") ? edge : null);
                },
                Cancel);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/healthz/ready")).Status);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz/live")).Status);
            await silo.StopAsync(Cancel);
        }

        await using var publisher = await RunningHost.StartAsync(
            RunningHost.UrlOf(ports[3]), ClusterFixture.SiloArguments(RunningHost.UrlOf(ports[3]), ports[4], ports[5], database.ConnectionString), Cancel);
        await Eventually.SeeAsync("the edge is ready", Deadline, async () => await http.IsReadyAsync() ? edge : null, Cancel);
    }

    /// <summary>A silo of the same cluster that has none of QuotaGrid's services, so that whatever is asked of it fails.</summary>
    private static async Task<IHost> StartSiloWithoutPoliciesAsync(PostgresDatabase database, int siloPort, int gatewayPort)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("quotagrid", "quotagrid"));
            silo.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
            silo.UseAdoNetClustering(clustering =>
            {
                clustering.Invariant = PostgresDatabase.Invariant;
                clustering.ConnectionString = database.ConnectionString;
            });
        });
        var host = builder.Build();
        await host.StartAsync(Cancel);
        return host;
    }
}
