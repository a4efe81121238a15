using System.Diagnostics;
using Npgsql;
using QuotaGrid.Host.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>
/// A PostgreSQL server of the tests' own, one per assembly: the machine's binaries, a temporary data directory, a free port of the
/// loopback interface. Started by the first test that asks for a database; stopped and deleted at the end.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Account = "postgres";

    // The server is ready within a second; a machine that is busy building may need a minute.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _starting = new(1);
    private Process? _server;
    private string? _directory;
    private int _port;
    private int _databases;

    /// <summary>Creates an empty database and answers its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await StartOnceAsync(cancellationToken);
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return ConnectionString(name);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            NpgsqlConnection.ClearAllPools();
            if (!server.HasExited)
            {
                await RunAsync(Binary("pg_ctl"), ["stop", "--pgdata", _directory!, "--mode", "immediate"], CancellationToken.None);
            }

            await server.WaitForExitAsync();
            server.Dispose();
        }

        if (_directory is { } directory)
        {
            Directory.Delete(directory, recursive: true);
        }

        _starting.Dispose();
    }

    private static string Binary(string name)
    {
        var onPath = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        // Debian keeps them off the path, one directory per major version; the newest is good.
        var packaged = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(directory => int.TryParse(Path.GetFileName(directory), out var major) ? major : 0)
                .Select(directory => Path.Combine(directory, "bin"))
            : [];
        return packaged.Concat(onPath).Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"These tests need PostgreSQL's '{name}'. Install PostgreSQL, or run tests/run.sh.");
    }

    private static ProcessStartInfo AsAccount(string binary, IEnumerable<string> arguments)
    {
        // PostgreSQL refuses to run as root, and its package made an account for it.
        var command = Environment.UserName == "root"
            ? new ProcessStartInfo("setpriv", ["--reuid", Account, "--regid", Account, "--clear-groups", "--", binary, .. arguments])
            : new ProcessStartInfo(binary, arguments);
        command.WorkingDirectory = Path.GetTempPath();
        command.RedirectStandardOutput = true;
        command.RedirectStandardError = true;
        return command;
    }

    private static async Task RunAsync(string binary, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(AsAccount(binary, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{binary} ended with {process.ExitCode}: {await output}{await errors}");
        }
    }

    private string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _port,
            Username = Account,
            Database = database,
            IncludeErrorDetail = true,
        }.ConnectionString;

    private async Task StartOnceAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_server is null)
            {
                await InitializeAsync(cancellationToken);
                await StartAsync(cancellationToken);
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        _directory = Path.Combine(Path.GetTempPath(), $"quotagrid-postgres-{Guid.NewGuid():N}");
        // Created by the account that runs the server, which must own it.
        await RunAsync(
            Binary("initdb"),
            ["--pgdata", _directory, "--username", Account, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"],
            cancellationToken);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _port = LoopbackPorts.Find(1)[0];
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new List<string>();
        var server = Process.Start(AsAccount(
            Binary("postgres"),
            [
                "-D", _directory!, "-h", "127.0.0.1", "-p", $"{_port}", "-k", "",
                // The directory does not outlive the tests, so nothing is gained by waiting for the disk.
                "-F", "-c", "max_connections=300", "-c", "shared_buffers=32MB",
            ]))!;
        server.EnableRaisingEvents = true;
        server.Exited += (_, _) => Fail("PostgreSQL ended");
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, line) => Read(line.Data);
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        _server = server;

        await ready.Task.WaitAsync(StartTimeout, TimeProvider.System, cancellationToken);

        void Read(string? line)
        {
            if (line is null || ready.Task.IsCompleted)
            {
                return;
            }

            lock (log)
            {
                log.Add(line);
            }

            if (line.Contains("database system is ready to accept connections", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }

        void Fail(string what)
        {
            lock (log)
            {
                ready.TrySetException(new InvalidOperationException($"{what} before it was ready:\n{string.Join('\n', log)}"));
            }
        }
    }
}
