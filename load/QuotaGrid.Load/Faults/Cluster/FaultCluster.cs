using System.Diagnostics;
using System.Security.Cryptography;
using QuotaGrid.Load.Faults.Audit;
using QuotaGrid.Load.Faults.Gateway;
using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>Three silos and four gateways, each a process of its own, on a PostgreSQL server. What is done to them is said with the time at which it was done.</summary>
public sealed partial class FaultCluster : IAsyncDisposable
{
    /// <summary>The silos.</summary>
    public const int SiloCount = 3;

    private readonly ServerSettings _settings;
    private readonly FaultGround _ground;
    private readonly FaultMembers _members;
    private readonly Action<string> _say;
    private readonly ServerProcess?[] _silos = new ServerProcess?[SiloCount];
    private readonly FaultGatewayChild?[] _gateways = new FaultGatewayChild?[FaultPopulation.Gateways];
    private readonly List<IAsyncDisposable> _others = [];
    private readonly Stopwatch _running = new();
    private readonly FaultTimes _times = new();
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private int _started;

    private FaultCluster(ServerSettings settings, FaultGround ground, Action<string> say)
    {
        (_settings, _ground, _say) = (settings, ground, say);
        _members = new FaultMembers(ground.Database.LocalConnection, settings.Cluster);
    }

    /// <summary>Starts a cluster; nobody asks yet.</summary>
    /// <param name="settings">What its silos have in common.</param>
    /// <param name="ground">What it stands on.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="say">Takes what is done to the cluster.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<FaultCluster> StartAsync(
        ServerSettings settings, FaultGround ground, int seed, Action<string> say, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(ground);
        var cluster = new FaultCluster(settings, ground, say);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, SiloCount).Select(async place => cluster._silos[place] = await cluster.NewSiloAsync(place, settings, cancellationToken)));
            await Task.WhenAll(Enumerable.Range(0, FaultPopulation.Gateways).Select(async gateway =>
                cluster._gateways[gateway] = await cluster.NewGatewayAsync(gateway, $"gateway-{gateway}", seed, isFlood: false, cancellationToken)));
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
        return FaultAudit.Audit(_settings.Cluster, logs.SelectMany(log => log), _times) with { LocalShare = local + strict == 0 ? null : (double)local / (local + strict) };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var child in _gateways.OfType<IAsyncDisposable>().Concat(_others).Concat(_silos.OfType<IAsyncDisposable>()))
        {
            await child.DisposeAsync();
        }
    }

    private Task<ServerProcess> NewSiloAsync(int place, ServerSettings settings, CancellationToken cancellationToken)
    {
        var environment = place == 0 && _ground.Clock is { } clock ? settings.Environment.AddRange(clock.Environment) : settings.Environment;
        return ServerProcess.StartSiloAsync(settings with { Environment = environment }, $"silo-{Interlocked.Increment(ref _started) - 1}", cancellationToken, host: _ground.Hosts.Silo(place));
    }

    private Task<FaultGatewayChild> NewGatewayAsync(int gateway, string name, int seed, bool isFlood, CancellationToken cancellationToken)
    {
        var prefix = $"{_settings.Cluster}-{name}";
        var settings = new FaultGatewaySettings(_ground.Database.Connection, _settings.Cluster, _secret, _settings.Folder.File(prefix + ".asks"), gateway, seed, isFlood);
        return FaultGatewayChild.StartAsync(settings, _settings.Folder.File(prefix + ".log"), _ground.Hosts.Gateway(gateway), cancellationToken);
    }

    /// <summary>Says what is done; the first time it is when the fault begins.</summary>
    private void Say(string what)
    {
        _times.FaultNanos ??= Stopwatch.GetTimestamp();
        _say($"{_running.Elapsed.TotalSeconds,7:N1} s  {what}");
    }
}
