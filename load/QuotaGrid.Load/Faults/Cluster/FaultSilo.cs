using QuotaGrid.Load.Faults.Network;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>One silo process: the product's executable, with its settings as they are.</summary>
public sealed class FaultSilo : IAsyncDisposable
{
    // The last line of what a process says when it serves.
    private const string Ready = "  policies ";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(90);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChildProcess _process;

    private FaultSilo(FaultSiloSettings settings, string name, FaultHost host)
    {
        Host = host;
        var ports = LoopbackPorts.Find(3);
        (HttpPort, SiloPort, GatewayPort) = (ports[0], ports[1], ports[2]);
        _process = ChildProcess.Start(
            name,
            settings.Program,
            [
                "serve", "--role", "silo", "--urls", $"http://{host.Address}:{HttpPort}", "--database", settings.Database, "--cluster", settings.Cluster, "--policies", settings.PolicyFile,
                "--advertise", host.Address, "--silo-port", $"{SiloPort}", "--gateway-port", $"{GatewayPort}",
            ],
            settings.Folder.File($"{settings.Cluster}-{name}.log"),
            Hear,
            host,
            settings.Environment);
    }

    /// <summary>Where it is.</summary>
    public FaultHost Host { get; }

    /// <summary>Where it answers over HTTP.</summary>
    public int HttpPort { get; }

    /// <summary>Where other silos reach it.</summary>
    public int SiloPort { get; }

    /// <summary>Where gateways reach it.</summary>
    public int GatewayPort { get; }

    /// <summary>Whether it ended.</summary>
    public bool HasEnded => _process.HasEnded;

    /// <summary>Starts a silo on ports of its own, as a new machine would, and waits until it is ready.</summary>
    public static async Task<FaultSilo> StartAsync(FaultSiloSettings settings, string name, FaultHost host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(host);
        var silo = new FaultSilo(settings, name, host);
        try
        {
            await silo._ready.Task.WaitAsync(StartPatience, TimeProvider.System, cancellationToken);
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it (SIGKILL).</summary>
    public void Kill() => _process.Kill();

    /// <summary>Lets it stand still (SIGSTOP).</summary>
    public void Freeze() => _process.Freeze();

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Thaw() => _process.Thaw();

    /// <summary>Stops it (SIGTERM), and waits for its end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _process.Stop();
        await _process.WaitAsync(StopPatience, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private void Hear(string line)
    {
        if (line.StartsWith(Ready, StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}
