using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Processes;

/// <summary>One silo or gateway process: the product's executable, with its settings as they are.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    // The last line of what a process says when it serves.
    private const string Ready = "  policies ";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(90);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChildProcess _process;

    private ServerProcess(ServerSettings settings, string name, ProcessHost host, int port, string[] role)
    {
        (Host, HttpPort, Url) = (host, port, $"http://{host.Address}:{port}");
        _process = ChildProcess.Start(
            name,
            settings.Program,
            ["serve", "--urls", Url, "--database", settings.Database, "--cluster", settings.Cluster, .. role],
            settings.Folder.File($"{settings.Cluster}-{name}.log"),
            Hear,
            settings.Environment,
            host);
    }

    /// <summary>Where it is.</summary>
    public ProcessHost Host { get; }

    /// <summary>Where it speaks HTTP.</summary>
    public string Url { get; }

    /// <summary>The port of that.</summary>
    public int HttpPort { get; }

    /// <summary>Where other silos reach it; 0 for a gateway.</summary>
    public int SiloPort { get; private init; }

    /// <summary>Where gateways reach it; 0 for a gateway.</summary>
    public int GatewayPort { get; private init; }

    /// <summary>The processor time that it took until now.</summary>
    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>Starts a silo on ports of its own, as a new machine would, and waits until it is ready.</summary>
    /// <param name="settings">What it has in common with the others.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="more">What else it is started with.</param>
    /// <param name="host">Where it is; null for this machine.</param>
    public static Task<ServerProcess> StartSiloAsync(ServerSettings settings, string name, CancellationToken cancellationToken, string[]? more = null, ProcessHost? host = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var (ports, at) = (LoopbackPorts.Find(3), host ?? ProcessHost.Loopback);
        string[] role =
        [
            "--role", "silo", "--policies", settings.PolicyFile, "--advertise", at.Address, "--silo-port", $"{ports[1]}", "--gateway-port", $"{ports[2]}", .. more ?? [],
        ];
        return new ServerProcess(settings, name, at, ports[0], role) { SiloPort = ports[1], GatewayPort = ports[2] }.ReadyAsync(cancellationToken);
    }

    /// <summary>Starts a gateway on a port of its own, and waits until it is ready.</summary>
    /// <param name="settings">What it has in common with the others.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="secretFile">The file with the cluster's secret.</param>
    /// <param name="keyFile">The file with the API keys that may use it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task<ServerProcess> StartEdgeAsync(ServerSettings settings, string name, string secretFile, string keyFile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new ServerProcess(settings, name, ProcessHost.Loopback, LoopbackPorts.Find(1)[0], ["--role", "edge", "--secret-file", secretFile, "--api-keys", keyFile]).ReadyAsync(cancellationToken);
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

    private async Task<ServerProcess> ReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _ready.Task.WaitAsync(StartPatience, TimeProvider.System, cancellationToken);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private void Hear(string line)
    {
        if (line.StartsWith(Ready, StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}
