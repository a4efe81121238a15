using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Processes;

/// <summary>One silo or gateway process: the product's executable, with its settings as they are.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly ChildProcess _process;

    private ServerProcess(ChildProcess process, string url) => (_process, Url) = (process, url);

    /// <summary>Where it speaks HTTP.</summary>
    public string Url { get; }

    /// <summary>The processor time that it took until now.</summary>
    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>Starts a silo on ports of its own, as a new machine would, and waits until it is ready.</summary>
    public static Task<ServerProcess> StartSiloAsync(ServerSettings settings, string name, CancellationToken cancellationToken, string[]? more = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var ports = LoopbackPorts.Find(3);
        return StartAsync(
            settings,
            name,
            ports[0],
            ["--role", "silo", "--policies", settings.PolicyFile, "--advertise", "127.0.0.1", "--silo-port", $"{ports[1]}", "--gateway-port", $"{ports[2]}", .. more ?? []],
            cancellationToken);
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
        return StartAsync(settings, name, LoopbackPorts.Find(1)[0], ["--role", "edge", "--secret-file", secretFile, "--api-keys", keyFile], cancellationToken);
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

    private static async Task<ServerProcess> StartAsync(ServerSettings settings, string name, int port, string[] role, CancellationToken cancellationToken)
    {
        var url = $"http://127.0.0.1:{port}";
        var process = ChildProcess.Start(
            name,
            settings.Program,
            ["serve", "--urls", url, "--database", settings.Database, "--cluster", settings.Cluster, .. role],
            settings.Folder.File($"{settings.Cluster}-{name}.log"));
        var server = new ServerProcess(process, url);
        try
        {
            await server.ReadyAsync(cancellationToken).WaitAsync(StartPatience, TimeProvider.System, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        var ready = new Uri(Url + "/healthz/ready");
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(ready, cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasEnded)
            {
                // It does not listen yet.
            }

            await Task.Delay(LookAgain, TimeProvider.System, cancellationToken);
        }
    }
}
