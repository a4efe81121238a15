using System.Diagnostics;
using System.Security.Cryptography;
using QuotaGrid.Load.Faults.Audit;
using QuotaGrid.Load.Faults.Gateway;
using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>Three silos and four gateways, each a process of its own, on the run's PostgreSQL server. What is done to them is said with the time at which it was done.</summary>
public sealed class FaultCluster : IAsyncDisposable
{
    /// <summary>The silos.</summary>
    public const int SiloCount = 3;

    private readonly ServerSettings _settings;
    private readonly DatabaseServer _database;
    private readonly Action<string> _say;
    private readonly ServerProcess?[] _silos = new ServerProcess?[SiloCount];
    private readonly FaultGatewayChild?[] _gateways = new FaultGatewayChild?[FaultPopulation.Gateways];
    private readonly List<ServerProcess> _ended = [];
    private readonly Stopwatch _running = new();
    private int _started;

    private FaultCluster(ServerSettings settings, DatabaseServer database, Action<string> say) => (_settings, _database, _say) = (settings, database, say);

    /// <summary>Starts a cluster; nobody asks yet.</summary>
    /// <param name="settings">What its silos have in common.</param>
    /// <param name="database">The server.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="say">Takes what is done to the cluster.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<FaultCluster> StartAsync(
        ServerSettings settings, DatabaseServer database, int seed, Action<string> say, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(database);
        var cluster = new FaultCluster(settings, database, say);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, SiloCount).Select(async place => cluster._silos[place] = await cluster.NewSiloAsync(cancellationToken)));
            var secret = RandomNumberGenerator.GetBytes(32);
            await Task.WhenAll(Enumerable.Range(0, FaultPopulation.Gateways).Select(async gateway =>
            {
                var name = $"{settings.Cluster}-gateway-{gateway}";
                var its = new FaultGatewaySettings(database.Connection, settings.Cluster, secret, settings.Folder.File(name + ".asks"), gateway, seed);
                cluster._gateways[gateway] = await FaultGatewayChild.StartAsync(its, settings.Folder.File(name + ".log"), cancellationToken);
            }));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets all gateways begin.</summary>
    public async Task BeginAsync()
    {
        foreach (var gateway in _gateways)
        {
            await gateway!.BeginAsync();
        }

        _running.Start();
    }

    /// <summary>Stops the gateways and audits what they logged.</summary>
    public async Task<FaultResult> EndAsync(CancellationToken cancellationToken)
    {
        var logs = await Task.WhenAll(_gateways.Select(gateway => gateway!.EndAsync(cancellationToken)));
        var (local, strict) = (_gateways.Sum(gateway => gateway!.Decided.Local), _gateways.Sum(gateway => gateway!.Decided.Strict));
        return FaultAudit.Audit(_settings.Cluster, logs.SelectMany(log => log)) with { LocalShare = local + strict == 0 ? null : (double)local / (local + strict) };
    }

    /// <summary>Lets the gateways go on for a while.</summary>
    public static Task WaitAsync(double seconds, CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, cancellationToken);

    /// <summary>Kills a silo.</summary>
    public void Kill(int place)
    {
        Say($"kill -9 of silo {place}");
        _silos[place]!.Kill();
    }

    /// <summary>Lets a silo stand still.</summary>
    public void Freeze(int place)
    {
        Say($"SIGSTOP of silo {place}");
        _silos[place]!.Freeze();
    }

    /// <summary>Lets it go on.</summary>
    public void Thaw(int place)
    {
        Say($"SIGCONT of silo {place}");
        _silos[place]!.Thaw();
    }

    /// <summary>Stops a silo as an orchestrator does, and waits for its end.</summary>
    public async Task StopAsync(int place, CancellationToken cancellationToken)
    {
        Say($"SIGTERM of silo {place}");
        await _silos[place]!.StopAsync(cancellationToken);
        Say($"silo {place} has ended");
    }

    /// <summary>Puts a new silo in the place of one that has ended, and waits until it is ready.</summary>
    public async Task ReplaceAsync(int place, CancellationToken cancellationToken)
    {
        _ended.Add(_silos[place]!);
        _silos[place] = await NewSiloAsync(cancellationToken);
        Say($"a new silo {place} is ready");
    }

    /// <summary>Stops the database at once, as a crash does.</summary>
    public async Task StopDatabaseAsync(CancellationToken cancellationToken)
    {
        await _database.AbortAsync(cancellationToken);
        Say("the database is gone");
    }

    /// <summary>Starts it again.</summary>
    public async Task StartDatabaseAsync(CancellationToken cancellationToken)
    {
        await _database.StartAsync(cancellationToken);
        Say("the database is back");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways.OfType<FaultGatewayChild>())
        {
            await gateway.DisposeAsync();
        }

        foreach (var silo in _silos.OfType<ServerProcess>().Concat(_ended))
        {
            await silo.DisposeAsync();
        }
    }

    private Task<ServerProcess> NewSiloAsync(CancellationToken cancellationToken) => ServerProcess.StartSiloAsync(_settings, $"silo-{_started++}", cancellationToken);

    private void Say(string what) => _say($"{_running.Elapsed.TotalSeconds,7:N1} s  {what}");
}
