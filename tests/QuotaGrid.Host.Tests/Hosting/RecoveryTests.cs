using System.Net;
using System.Security.Cryptography;
using QuotaGrid.Host.Storage;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Hosting;

/// <summary>An edge outlives everything that it needs: it is never started again here, and serves when the database or the silos are back.</summary>
public sealed class RecoveryTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AnEdgeThatStartsWithoutADatabaseIsAliveAndServesWhenThereIsOneAndWhenAllSilosWereReplacedByOthersElsewhere()
    {
        var direct = await MigratedAsync();
        await using var door = new DatabaseDoor(direct);
        var url = RunningHost.UrlOf(LoopbackPorts.Find(1)[0]);
        await using var edge = HostProcess.Start(
            ["serve", "--role", "edge", "--urls", url, "--database", door.Connection, "--secret-file", await SecretAsync(), "--anonymous", "decide"]);
        using var http = new QuotaGridHttp(new Uri(url));

        // Neither a database nor silos.
        await SeeAsync(edge, "the edge is alive", async () => await StatusAsync(http, "/healthz/live") == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(http, "/healthz/ready"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.DecideAsync("early", UsNumbers.Take(0, 1))).Status);

        // Both.
        await using (var first = await StartSiloAsync(direct))
        await using (var second = await StartSiloAsync(direct))
        {
            door.Open();
            await SeeAsync(edge, "the edge is ready", http.IsReadyAsync);
            Assert.Equal(4_990, (await DecideAsync(edge, http)).Remaining("novel-30d"));

            // To decide, an edge needs the silos only.
            await door.CloseAsync();
            Assert.Equal("allowed", (await DecideAsync(edge, http)).Outcome);
            door.Open();
            first.Process.Kill();
            second.Process.Kill();
        }

        // Nobody is left, and the edge stays ready: the policies' fail modes answer.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.DecideAsync("survivor", UsNumbers.Take(500, 1))).Status);
        Assert.True(await http.IsReadyAsync());

        await using var other = await StartSiloAsync(direct);
        var again = await DecideAsync(edge, http);

        // The targets are known, and what the dead may have granted counts as granted.
        Assert.Equal("allowed", again.Outcome);
        Assert.InRange(again.Remaining("novel-30d"), 4_990 - 100 - 10, 4_990);
    }

    private static async Task<HttpStatusCode?> StatusAsync(QuotaGridHttp http, string path)
    {
        try
        {
            return (await http.GetAsync(path)).Status;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<HttpReply> DecideAsync(HostProcess edge, QuotaGridHttp http)
    {
        HttpReply? reply = null;
        await SeeAsync(edge, "the edge decides", async () => (reply = await http.DecideAsync("survivor", UsNumbers.Take(0, 10))).Status == HttpStatusCode.OK);
        return reply!;
    }

    private static async Task SeeAsync(HostProcess edge, string what, Func<Task<bool>> look) => await Eventually.SeeAsync(
        what,
        Deadline,
        async () =>
        {
            Assert.False(edge.HasEnded, edge.Everything);
            return await look() ? edge : null;
        },
        Cancel);

    private static async Task<RunningHost> StartSiloAsync(string database)
    {
        var ports = LoopbackPorts.Find(3);
        var url = RunningHost.UrlOf(ports[0]);
        return await RunningHost.StartAsync(url, ClusterFixture.SiloArguments(url, ports[1], ports[2], database), Cancel);
    }

    private async Task<string> MigratedAsync()
    {
        var database = new PostgresDatabase(await server.CreateDatabaseAsync(Cancel));
        await database.MigrateAsync(Cancel);
        return database.ConnectionString;
    }

    private async Task<string> SecretAsync()
    {
        var secret = Path.Combine(_directory.Path, "secret.key");
        await File.WriteAllTextAsync(secret, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Cancel);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return secret;
    }
}
