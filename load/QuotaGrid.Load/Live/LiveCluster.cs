using System.Security.Cryptography;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Service;

namespace QuotaGrid.Load.Live;

/// <summary>Three silo processes on a PostgreSQL server of the run's own, and four gateway processes that speak HTTP.</summary>
public sealed class LiveCluster : IAsyncDisposable
{
    /// <summary>The silos.</summary>
    public const int SiloCount = 3;

    /// <summary>The gateways.</summary>
    public const int GatewayCount = 4;

    /// <summary>The cluster's name.</summary>
    public const string Name = "live";

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    private readonly ApiKey _key = new();
    private readonly DatabaseServer _database;
    private readonly ServerProcess?[] _servers = new ServerProcess?[SiloCount + GatewayCount];
    private readonly QuotaGridApi?[] _apis = new QuotaGridApi?[SiloCount + GatewayCount];

    private LiveCluster(DatabaseServer database) => _database = database;

    /// <summary>The gateways, as their clients see them.</summary>
    public IReadOnlyList<QuotaGridApi> Gateways => [.. _apis.Skip(SiloCount).Select(api => api!)];

    /// <summary>The processor time that the silos took until now.</summary>
    public TimeSpan SiloProcessorTime => TimeSpan.FromTicks(Silos.Sum(silo => silo.ProcessorTime.Ticks));

    /// <summary>The connection of the database.</summary>
    public string Database => _database.Connection;

    /// <summary>The cluster's secret.</summary>
    public ReadOnlyMemory<byte> Secret { get; } = RandomNumberGenerator.GetBytes(32);

    private IEnumerable<ServerProcess> Silos => _servers.Take(SiloCount).Select(silo => silo!);

    /// <summary>Starts it.</summary>
    /// <param name="program">The product's executable.</param>
    /// <param name="folder">Where files and logs go.</param>
    /// <param name="policies">The policy document.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<LiveCluster> StartAsync(string program, RunFolder folder, string policies, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var cluster = new LiveCluster(await DatabaseServer.CreateAsync(folder.File("postgresql.log"), cancellation));
        try
        {
            await cluster.StartServersAsync(program, folder, policies, cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A metric over all silos.</summary>
    /// <param name="metric">The metric, as <see cref="PrometheusText.Sum"/> takes it.</param>
    /// <param name="label">A label that samples must have, or null for all.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<double> SumOfSilosAsync(string metric, string? label, CancellationToken cancellation)
    {
        var texts = await Task.WhenAll(_apis.Take(SiloCount).Select(api => api!.MetricsAsync(cancellation)));
        return texts.Sum(text => PrometheusText.Sum(text, metric, label));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var api in _apis)
        {
            api?.Dispose();
        }

        foreach (var server in _servers.Reverse().OfType<ServerProcess>())
        {
            await server.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    private async Task StartServersAsync(string program, RunFolder folder, string policies, CancellationToken cancellation)
    {
        var (policyFile, secretFile, keyFile) = (folder.File("policies.json"), folder.File("secret.key"), folder.File("keys.json"));
        await File.WriteAllTextAsync(policyFile, policies, cancellation);
        await _key.WriteAsync(keyFile, cancellation);
        await File.WriteAllTextAsync(secretFile, Convert.ToBase64String(Secret.Span), cancellation);
        if (!OperatingSystem.IsWindows())
        {
            // Gateways read no secret that others may read too.
            File.SetUnixFileMode(secretFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await ChildProcess.RunAsync(program, ["migrate", "--database", Database], folder.File("migrate.log"), cancellation);
        var settings = new ServerSettings(program, Database, Name, policyFile, folder);
        await Task.WhenAll(Enumerable.Range(0, SiloCount).Select(i => AddAsync(i, ServerProcess.StartSiloAsync(settings, $"silo-{i}", cancellation), cancellation)));
        await Task.WhenAll(Enumerable.Range(0, GatewayCount).Select(i => AddAsync(SiloCount + i, ServerProcess.StartEdgeAsync(settings, $"gateway-{i}", secretFile, keyFile, cancellation), cancellation)));
    }

    private async Task AddAsync(int place, Task<ServerProcess> starting, CancellationToken cancellation)
    {
        var server = _servers[place] = await starting;
        _apis[place] = new QuotaGridApi(await ServerAddress.ResolveAsync(server.Url, cancellation), RequestTimeout, _key.Text);
    }
}
