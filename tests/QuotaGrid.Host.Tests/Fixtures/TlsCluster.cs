using System.Security.Cryptography;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A silo and an edge on PostgreSQL that speak TLS with each other, in processes of their own.</summary>
public sealed class TlsCluster : IAsyncDisposable
{
    // A decision that takes long on a busy machine has not failed.
    private static readonly string[] Patience = ["--decision-timeout", "30s"];

    private readonly TemporaryDirectory _directory = new();
    private readonly List<RunningHost> _hosts = [];
    private readonly string _database;

    private TlsCluster(string database)
    {
        _database = database;
        Authority = new TestAuthority(_directory.Path, "first");
        Authorities = Authority.Write("authorities.crt", Authority.Pem);
    }

    /// <summary>Who issues certificates.</summary>
    public TestAuthority Authority { get; }

    /// <summary>The file with the authorities that all believe.</summary>
    public string Authorities { get; }

    /// <summary>A directory for files.</summary>
    public string Directory => _directory.Path;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Makes one, without processes.</summary>
    /// <param name="server">The server of its database.</param>
    /// <param name="password">A password to connect with, which the server does not ask for.</param>
    public static async Task<TlsCluster> CreateAsync(PostgresServer server, string? password = null)
    {
        var database = await server.CreateDatabaseAsync(Cancel);
        Assert.Equal(0, (await HostProcess.RunAsync(["migrate", "--database", database], Cancel)).Code);
        return new TlsCluster(password is null ? database : $"{database};Password={password}");
    }

    /// <summary>Starts a silo.</summary>
    public async Task<(RunningHost Host, int SiloPort, int GatewayPort)> StartSiloAsync(
        (string Certificate, string Key) own, string[]? more = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var ports = LoopbackPorts.Find(3);
        var url = RunningHost.UrlOf(ports[0]);
        var host = await RunningHost.StartAsync(
            url,
            [.. ClusterFixture.SiloArguments(url, ports[1], ports[2], _database), .. TestAuthority.Arguments(own, Authorities), .. Patience, .. more ?? []],
            Cancel,
            environment);
        _hosts.Add(host);
        return (host, ports[1], ports[2]);
    }

    /// <summary>Starts an edge, with a certificate or none, at which everyone may decide.</summary>
    public async Task<RunningHost> StartEdgeAsync((string Certificate, string Key)? own, string[]? more = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var url = RunningHost.UrlOf(LoopbackPorts.Find(1)[0]);
        var host = await RunningHost.StartAsync(url, EdgeArguments(url, own, more), Cancel, environment);
        _hosts.Add(host);
        return host;
    }

    /// <summary>What an edge is started with. It believes the cluster's authorities, or these.</summary>
    public string[] EdgeArguments(string url, (string Certificate, string Key)? own, string[]? more = null, string? authorities = null)
    {
        var secret = Path.Combine(_directory.Path, "secret.key");
        if (!File.Exists(secret))
        {
            Authority.Write("secret.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }

        return
        [
            "serve", "--role", "edge", "--urls", url, "--database", _database, "--secret-file", secret, "--anonymous", "decide", .. Patience,
            .. own is { } certificate ? TestAuthority.Arguments(certificate, authorities ?? Authorities) : ["--tls-ca", authorities ?? Authorities], .. more ?? [],
        ];
    }

    /// <summary>How many handshakes at a port of a process came to this.</summary>
    public static async Task<double> HandshakesAsync(RunningHost host, string port, string result) =>
        await host.Http.MetricAsync("quotagrid_tls_handshakes_total", $"quotagrid_port=\"{port}\",quotagrid_result=\"{result}\"") ?? 0;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        Authority.Dispose();
        _directory.Dispose();
    }
}
