using System.Net;
using System.Security.Cryptography;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Hosting;

/// <summary>During a roll silos and edges of the commit before this one run beside new ones, and grains go from the ones to the others.</summary>
public sealed class PreviousVersionTests(PostgresServer server) : IDisposable
{
    private const string Novel = "novel-30d";
    private const int Identities = 24;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task SilosAndEdgesOfBothVersionsServeTogetherAndGrainsGoFromOneToTheOther()
    {
        await using var previous = await PreviousBuild.MakeAsync(Cancel);
        Assert.SkipWhen(previous is null, "There is no commit before this one here.");
        var database = await server.CreateDatabaseAsync(Cancel);
        Assert.Equal(0, await RunAsync(previous.Program, "migrate", "--database", database));
        await using var oldSilo = await StartSiloAsync(database, previous.Program);
        await using var oldEdge = await StartEdgeAsync(database, previous.Program);
        await DecideAllAsync(oldEdge, UsNumbers.Take(0, 10), 4_990);

        // As a deployment does it: the schema first, then what uses it.
        Assert.Equal(0, await RunAsync(HostProcess.Program, "migrate", "--database", database));
        await using var newSilo = await StartSiloAsync(database, HostProcess.Program);
        await using var newEdge = await StartEdgeAsync(database, HostProcess.Program);
        await DecideAllAsync(newEdge, UsNumbers.Take(0, 10), 4_990);
        await DecideAllAsync(newEdge, UsNumbers.Take(10, 10), 4_980);
        await DecideAllAsync(oldEdge, UsNumbers.Take(0, 20), 4_980);

        // What the old one knew is known by the new one, and what that learns by the next old one: a roll may be taken back.
        oldSilo.Process.Stop();
        Assert.Equal(0, await oldSilo.Process.WaitForEndAsync(Cancel));
        await DecideAllAsync(oldEdge, UsNumbers.Take(0, 30), 4_970);
        await using var oldAgain = await StartSiloAsync(database, previous.Program);
        newSilo.Process.Stop();
        Assert.Equal(0, await newSilo.Process.WaitForEndAsync(Cancel));
        await DecideAllAsync(newEdge, UsNumbers.Take(0, 30), 4_970);
    }

    private static async Task DecideAllAsync(RunningHost edge, string[] targets, long remaining)
    {
        await Parallel.ForAsync(0, Identities, Cancel, async (i, _) =>
        {
            var asked = await Eventually.SeeAsync(
                $"identity {i} is decided about",
                Deadline,
                async () => await edge.Http.DecideAsync($"rolled-{i}", targets) is { Status: HttpStatusCode.OK } reply ? reply : null,
                Cancel);
            Assert.Equal(("allowed", remaining), (asked.Seen.Outcome, asked.Seen.Remaining(Novel)));
        });
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        await using var process = HostProcess.Start(arguments, program: program);
        return await process.WaitForEndAsync(Cancel);
    }

    private static Task<RunningHost> StartSiloAsync(string database, string program)
    {
        var ports = LoopbackPorts.Find(3);
        var url = RunningHost.UrlOf(ports[0]);
        return RunningHost.StartAsync(url, ClusterFixture.SiloArguments(url, ports[1], ports[2], database), Cancel, program: program);
    }

    private async Task<RunningHost> StartEdgeAsync(string database, string program)
    {
        var (url, secret) = (RunningHost.UrlOf(LoopbackPorts.Find(1)[0]), Path.Combine(_directory.Path, "secret.key"));
        if (!File.Exists(secret))
        {
            await File.WriteAllTextAsync(secret, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Cancel);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        string[] arguments = ["serve", "--role", "edge", "--urls", url, "--database", database, "--secret-file", secret, "--decision-timeout", "10s", "--anonymous", "decide"];
        return await RunningHost.StartAsync(url, arguments, Cancel, program: program);
    }
}
