using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>The real executable as a process of its own. Killed when it is disposed of, however the test ended.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    // Ending takes a moment; a machine that is busy with other tests may need much longer.
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private HostProcess(Process process) => _process = process;

    /// <summary>What it wrote so far, standard output and standard error one after the other.</summary>
    public string Everything => Output + Errors;

    /// <summary>Its standard output so far.</summary>
    public string Output => Read(_output);

    /// <summary>Its standard error so far.</summary>
    public string Errors => Read(_errors);

    /// <summary>Whether it ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>The executable that the build put beside the tests.</summary>
    public static string Program { get; } = Path.ChangeExtension(typeof(HostSettings).Assembly.Location, OperatingSystem.IsWindows() ? "exe" : null);

    /// <summary>Starts the executable, or one of another build, with the runtime that runs the tests.</summary>
    public static HostProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? program = null)
    {
        var start = new ProcessStartInfo(program ?? Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var inherited in start.Environment.Keys.Where(IsSetting).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var host = new HostProcess(new Process { StartInfo = start });
        host._process.OutputDataReceived += (_, line) => Append(host._output, line.Data);
        host._process.ErrorDataReceived += (_, line) => Append(host._errors, line.Data);
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Runs the executable to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        IEnumerable<string> arguments, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var process = Start(arguments, environment);
        var code = await process.WaitForEndAsync(cancellationToken);
        return (code, process.Output, process.Errors);
    }

    /// <summary>Asks it to stop, as an orchestrator does.</summary>
    public void Stop() => Assert.Equal(0, Signal(_process.Id, Terminate));

    /// <summary>Kills it: it can do nothing any more.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end and all of its output.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForEndAsync(CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(timeout ?? EndTimeout, TimeProvider.System, cancellationToken);
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static bool IsSetting(string variable) =>
        variable.StartsWith(SettingNames.EnvironmentPrefix, StringComparison.Ordinal)
        || variable.StartsWith("OTEL_", StringComparison.Ordinal)
        || variable.StartsWith("ASPNETCORE_", StringComparison.Ordinal);

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
