using System.Globalization;
using QuotaGrid.Load.Faults.Audit;
using QuotaGrid.Load.Faults.Gateway;
using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>One gateway process, as the runner sees it.</summary>
public sealed class FaultGatewayChild : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;
    private readonly string _logFile;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FaultGatewayChild(FaultGatewaySettings settings, string outputFile, ProcessHost host)
    {
        _logFile = settings.LogFile;

        // The apphost that the build put beside the assembly, whatever this process was started by.
        var program = Path.ChangeExtension(typeof(FaultGatewayVerb).Assembly.Location, null);
        _process = ChildProcess.Start($"gateway {settings.Gateway}", program, FaultGatewayVerb.Arguments(settings), outputFile, Hear, host: host);
    }

    /// <summary>Requests decided from leases, and by silos; known when it has ended.</summary>
    public (long Local, long Strict) Decided { get; private set; }

    /// <summary>Starts a gateway and waits until it is ready.</summary>
    public static async Task<FaultGatewayChild> StartAsync(FaultGatewaySettings settings, string outputFile, ProcessHost host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var child = new FaultGatewayChild(settings, outputFile, host);
        try
        {
            await child._ready.Task.WaitAsync(StartPatience, TimeProvider.System, cancellationToken);
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets it begin to ask.</summary>
    public async Task BeginAsync()
    {
        await _process.Input.WriteLineAsync("begin");
        await _process.Input.FlushAsync();
    }

    /// <summary>Stops it, and reads its log.</summary>
    public async Task<IReadOnlyList<Ask>> EndAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        return [.. File.ReadLines(_logFile).Select(Ask.Parse)];
    }

    /// <summary>Stops it.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _process.Input.Close();
        return _process.WaitAsync(StopPatience, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private void Hear(string line)
    {
        if (line == FaultGatewayVerb.Ready)
        {
            _ready.TrySetResult();
        }
        else if (line.Split(' ') is [var local, var strict]
            && long.TryParse(local, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(strict, CultureInfo.InvariantCulture, out var second))
        {
            Decided = (first, second);
        }
    }
}
