using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace QuotaGrid.Load.Processes;

/// <summary>
/// A process that the runner started, at the head of a process group of its own: the terminal's Ctrl-C does not reach it, and killing the group leaves nothing behind. Killed at the latest when
/// the runner ends.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int Quit = 3;
    private const int KillSignal = 9;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Suspend = 19;

    private static readonly ConcurrentDictionary<int, ChildProcess> Running = [];

    private readonly Process _process;
    private readonly TextWriter _log;
    private readonly Action<string>? _said;

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var child in Running.Values)
        {
            child.Kill();
        }
    };

    private ChildProcess(string name, Process process, TextWriter log, Action<string>? said) => (Name, _process, _log, _said) = (name, process, log, said);

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Whether it ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>With what it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The processor time that it took until now.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The memory that it has now, in bytes; 0 when it has ended.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? 0 : _process.WorkingSet64;
        }
    }

    /// <summary>Its standard input.</summary>
    public TextWriter Input => _process.StandardInput;

    /// <summary>Starts a program.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="logFile">Where its output goes.</param>
    /// <param name="said">Called with each line of its standard output and standard error.</param>
    /// <param name="environment">Variables beyond those of the runner.</param>
    /// <param name="host">Where it is; null for this machine.</param>
    public static ChildProcess Start(
        string name,
        string program,
        IEnumerable<string> arguments,
        string logFile,
        Action<string>? said = null,
        IReadOnlyDictionary<string, string>? environment = null,
        ProcessHost? host = null)
    {
        // 'setsid' becomes the program, under the same id, and so does 'ip'.
        var start = new ProcessStartInfo("setsid", (host ?? ProcessHost.Loopback).Command(program, arguments))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("QUOTAGRID_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable] = value;
        }

        var child = new ChildProcess(name, new Process { StartInfo = start }, TextWriter.Synchronized(new StreamWriter(logFile, append: true)), said);
        child._process.OutputDataReceived += (_, line) => child.Note(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Note(line.Data);
        child._process.Start();
        Running[child._process.Id] = child;
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, string logFile, CancellationToken cancellationToken, ProcessHost? host = null)
    {
        var said = new ConcurrentQueue<string>();
        await using var child = Start(program, program, arguments, logFile, said.Enqueue, host: host);
        await child._process.WaitForExitAsync(cancellationToken);
        if (child._process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {child._process.ExitCode}:\n{string.Join('\n', said)}");
        }
    }

    /// <summary>Kills it and what it started, at once (SIGKILL).</summary>
    public void Kill() => Signal(KillSignal);

    /// <summary>Asks it to stop (SIGTERM).</summary>
    public void Stop() => Signal(Terminate);

    /// <summary>Tells a PostgreSQL server to stop at once, as in a crash (SIGQUIT).</summary>
    public void Abort() => Signal(Quit);

    /// <summary>Lets it stand still (SIGSTOP).</summary>
    public void Freeze() => Signal(Suspend);

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Thaw() => Signal(Continue);

    /// <summary>Waits for its end.</summary>
    /// <exception cref="TimeoutException">It takes too long.</exception>
    public Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        _process.WaitForExitAsync(cancellationToken).WaitAsync(patience, TimeProvider.System, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        Running.TryRemove(_process.Id, out _);
        _process.Dispose();
        await _log.DisposeAsync();
    }

    // Every process here has a group of its own, so that what it started goes with it.
    private void Signal(int signal)
    {
        if (!_process.HasExited && Send(-_process.Id, signal) != 0)
        {
            // For a moment after its start it has none.
            _ = Send(_process.Id, signal);
        }
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            _log.WriteLine(line);
            _log.Flush();
            _said?.Invoke(line);
        }
    }

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int process, int signal);
}
