using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>One silo process: the product's executable, with its settings as they are.</summary>
public sealed class FaultSilo : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly ChildProcess _process;
    private readonly Uri _ready;

    private FaultSilo(ChildProcess process, Uri ready) => (_process, _ready) = (process, ready);

    /// <summary>Starts a silo on ports of its own, as a new machine would, and waits until it is ready.</summary>
    public static async Task<FaultSilo> StartAsync(FaultSiloSettings settings, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var ports = LoopbackPorts.Find(3);
        var url = $"http://127.0.0.1:{ports[0]}";
        var process = ChildProcess.Start(
            name,
            settings.Program,
            [
                "serve", "--role", "silo", "--urls", url, "--database", settings.Database, "--cluster", settings.Cluster, "--policies", settings.PolicyFile,
                "--advertise", "127.0.0.1", "--silo-port", $"{ports[1]}", "--gateway-port", $"{ports[2]}",
            ],
            settings.Folder.File($"{settings.Cluster}-{name}.log"));
        var silo = new FaultSilo(process, new Uri(url + "/healthz/ready"));
        try
        {
            await silo.ReadyAsync(cancellationToken).WaitAsync(StartPatience, TimeProvider.System, cancellationToken);
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

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(_ready, cancellationToken);
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
