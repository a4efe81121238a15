using Npgsql;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Processes;

/// <summary>A PostgreSQL server of the run's own, in a folder of its own, on a free port of the loopback interface.</summary>
public sealed class DatabaseServer : IAsyncDisposable
{
    private const string Account = "postgres";
    private const string Packaged = "/usr/lib/postgresql";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    private readonly string _data = Path.Combine(Path.GetTempPath(), $"quotagrid-postgresql-{Guid.NewGuid():N}");
    private readonly string _logFile;
    private readonly int _port = LoopbackPorts.Find(1)[0];
    private ChildProcess? _server;

    private DatabaseServer(string logFile) => _logFile = logFile;

    /// <summary>The connection.</summary>
    public string Connection => new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = _port, Username = Account, Database = Account }.ConnectionString;

    /// <summary>Makes a server with an empty database, and starts it.</summary>
    /// <exception cref="RunRefusedException">PostgreSQL is not installed.</exception>
    public static async Task<DatabaseServer> CreateAsync(string logFile, CancellationToken cancellationToken)
    {
        var database = new DatabaseServer(logFile);
        try
        {
            // Made by the account that runs the server, which must own it.
            var (program, arguments) = AsAccount(
                Binary("initdb"), ["--pgdata", database._data, "--username", Account, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]);
            await ChildProcess.RunAsync(program, arguments, logFile, cancellationToken);
            await database.StartAsync(cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server on the data that it has, and waits until it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (program, arguments) = AsAccount(
            Binary("postgres"),

            // The data does not outlive the run: nothing is gained by waiting for the disk.
            ["-D", _data, "-h", "127.0.0.1", "-p", $"{_port}", "-k", "", "-F", "-c", "max_connections=300", "-c", "shared_buffers=32MB"]);
        _server = ChildProcess.Start("PostgreSQL", program, arguments, _logFile, line =>
        {
            if (line.Contains("database system is ready to accept connections", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        });
        await ready.Task.WaitAsync(Patience, TimeProvider.System, cancellationToken);
    }

    /// <summary>Makes the database 'quotagrid' and its roles, as an operator does: psql runs deploy/sql/roles.sql.</summary>
    public Task MakeRolesAsync(string logFile, CancellationToken cancellationToken) => ChildProcess.RunAsync(
        Binary("psql"),
        [
            "--host", "127.0.0.1", "--port", $"{_port}", "--username", Account, "--set", "ON_ERROR_STOP=1", "--set", "migrator_password=migrator", "--set", "silo_password=silo",
            "--set", "edge_password=edge", "--file", BuiltProgram.PathOf("deploy/sql/roles.sql"),
        ],
        logFile,
        cancellationToken);

    /// <summary>Stops the server at once, as a crash does.</summary>
    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        _server!.Abort();
        await _server.WaitAsync(Patience, cancellationToken);
        await _server.DisposeAsync();
        _server = null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            // What it started has process groups of its own, and goes when it is told to.
            server.Abort();
            await server.WaitAsync(LastPatience, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await server.DisposeAsync();
        }

        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    // PostgreSQL refuses to run as root, and its package made an account for it.
    private static (string Program, IEnumerable<string> Arguments) AsAccount(string binary, IEnumerable<string> arguments) =>
        Environment.UserName == "root"
            ? ("setpriv", ["--reuid", Account, "--regid", Account, "--clear-groups", "--", binary, .. arguments])
            : (binary, arguments);

    // Debian keeps them off the path, one folder for each major version; the newest is good.
    private static string Binary(string name)
    {
        var onPath = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        var packaged = Directory.Exists(Packaged)
            ? Directory.GetDirectories(Packaged)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        return packaged.Concat(onPath).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new RunRefusedException($"The run needs PostgreSQL's '{name}'. Install the package 'postgresql'.");
    }
}
