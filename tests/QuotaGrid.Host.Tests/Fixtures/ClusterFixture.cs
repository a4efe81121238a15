using System.Security.Cryptography;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A cluster on PostgreSQL: two silos and two edges, each a process of its own, with one secret file between the edges.</summary>
public sealed class ClusterFixture(PostgresServer server) : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly int[] _ports = LoopbackPorts.Find(8);
    private readonly RunningHost?[] _silos = new RunningHost?[2];
    private readonly RunningHost?[] _edges = new RunningHost?[2];
    private string? _database;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What <c>quotagrid migrate</c> said.</summary>
    public (int Code, string Output, string Errors) Migrated { get; private set; }

    /// <summary>The connection, as it is given on the command line.</summary>
    public string Database => _database!;

    /// <summary>A running silo: 0 or 1.</summary>
    public RunningHost Silo(int place) => _silos[place]!;

    /// <summary>A running edge: 0 or 1.</summary>
    public RunningHost Edge(int place) => _edges[place]!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync(Cancel);
        Migrated = await HostProcess.RunAsync(["migrate", "--database", Database], Cancel);
        await WriteSecretAsync();
        await Task.WhenAll(StartSiloAsync(0), StartSiloAsync(1), StartEdgeAsync(0), StartEdgeAsync(1));
    }

    /// <summary>Starts a silo, in place of one that ended.</summary>
    public async Task StartSiloAsync(int place)
    {
        if (_silos[place] is { } ended)
        {
            await ended.DisposeAsync();
        }

        var url = RunningHost.UrlOf(_ports[place]);
        _silos[place] = await RunningHost.StartAsync(url, SiloArguments(url, _ports[2 + place], _ports[4 + place], Database), Cancel);
    }

    /// <summary>What a silo is started with.</summary>
    public static string[] SiloArguments(string url, int siloPort, int gatewayPort, string database) =>
    [
        "serve", "--role", "silo", "--urls", url, "--database", database, "--advertise", "127.0.0.1",
        "--silo-port", $"{siloPort}", "--gateway-port", $"{gatewayPort}", "--snapshot-interval", "100ms",
    ];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var host in _edges.Concat(_silos))
        {
            if (host is not null)
            {
                await host.DisposeAsync();
            }
        }

        _directory.Dispose();
    }

    private async Task StartEdgeAsync(int place)
    {
        var url = RunningHost.UrlOf(_ports[6 + place]);
        _edges[place] = await RunningHost.StartAsync(
            url,

            // A busy machine is not what is tested.
            ["serve", "--role", "edge", "--urls", url, "--database", Database, "--secret-file", Path.Combine(_directory.Path, "secret.key"), "--decision-timeout", "10s"],
            Cancel);
    }

    private async Task WriteSecretAsync()
    {
        var secret = Path.Combine(_directory.Path, "secret.key");
        await File.WriteAllTextAsync(secret, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Cancel);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
