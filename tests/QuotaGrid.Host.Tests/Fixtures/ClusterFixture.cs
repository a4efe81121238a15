using System.Security.Cryptography;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>
/// A cluster on PostgreSQL: two silos and two edges, each a process of its own that connects as the role of its kind, with one secret file between the edges.
/// </summary>
public sealed class ClusterFixture(PostgresServer server) : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly int[] _ports = LoopbackPorts.Find(8);
    private readonly RunningHost?[] _silos = new RunningHost?[2];
    private readonly RunningHost?[] _edges = new RunningHost?[2];
    private readonly string _key = KeyFile.NewKey();
    private PostgresRoles? _roles;

    private string Keys => Path.Combine(_directory.Path, "keys.json");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What <c>quotagrid migrate</c> said.</summary>
    public (int Code, string Output, string Errors) Migrated { get; private set; }

    /// <summary>The database and who connects to it.</summary>
    public PostgresRoles Roles => _roles!;

    /// <summary>A running silo: 0 or 1.</summary>
    public RunningHost Silo(int place) => _silos[place]!;

    /// <summary>A running edge: 0 or 1.</summary>
    public RunningHost Edge(int place) => _edges[place]!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _roles = await PostgresRoles.CreateAsync(server, Cancel);
        Migrated = await HostProcess.RunAsync(Roles.MigrateArguments, Cancel);
        await WriteSecretAsync();
        KeyFile.Write(Keys, ("tests", _key, ["decide", "read", "admin"], null));
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
        _silos[place] = await RunningHost.StartAsync(url, [.. SiloArguments(url, _ports[2 + place], _ports[4 + place], Roles.SiloConnection), "--api-keys", Keys], Cancel, key: _key);
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
            [
                "serve", "--role", "edge", "--urls", url, "--database", Roles.EdgeConnection, "--secret-file", Path.Combine(_directory.Path, "secret.key"), "--api-keys", Keys,
                "--decision-timeout", "10s",
            ],
            Cancel,
            key: _key);
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
