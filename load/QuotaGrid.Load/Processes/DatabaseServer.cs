using Npgsql;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Processes;

/// <summary>A PostgreSQL server of the run's own, in a folder of its own, on a free port.</summary>
public sealed class DatabaseServer : IAsyncDisposable
{
    private const string Account = "postgres";
    private const string Packaged = "/usr/lib/postgresql";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    private readonly string _data = Path.Combine(Path.GetTempPath(), $"quotagrid-postgresql-{Guid.NewGuid():N}");
    private readonly string _logFile;
    private readonly int _port = LoopbackPorts.Find(1)[0];
    private readonly ProcessHost _host;
    private ChildProcess? _server;
    private bool _isMounted;

    private DatabaseServer(string logFile, ProcessHost host) => (_logFile, _host) = (logFile, host);

    /// <summary>Whether the server is running.</summary>
    public bool IsRunning => _server is { HasEnded: false };

    /// <summary>The connection.</summary>
    public string Connection => new NpgsqlConnectionStringBuilder { Host = _host.Address, Port = _port, Username = Account, Database = Account }.ConnectionString;

    /// <summary>The connection of this process, which needs no network.</summary>
    public string LocalConnection => new NpgsqlConnectionStringBuilder { Host = _data, Port = _port, Username = Account, Database = Account }.ConnectionString;

    /// <summary>Makes a server with an empty database, and starts it.</summary>
    /// <param name="logFile">Where its output goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="host">Where it is; null for this machine.</param>
    /// <param name="diskMegabytes">The size of a disk of its own; null for the machine's.</param>
    /// <exception cref="RunRefusedException">PostgreSQL is not installed.</exception>
    public static async Task<DatabaseServer> CreateAsync(
        string logFile, CancellationToken cancellationToken, ProcessHost? host = null, int? diskMegabytes = null)
    {
        var database = new DatabaseServer(logFile, host ?? ProcessHost.Loopback);
        try
        {
            if (diskMegabytes is { } size)
            {
                await database.MountAsync(size, cancellationToken);
            }

            // Made by the account that runs the server, which must own it.
            var (program, arguments) = AsAccount(
                Binary("initdb"), ["--pgdata", database._data, "--username", Account, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync", "--wal-segsize", "1"]);
            await ChildProcess.RunAsync(program, arguments, logFile, cancellationToken);
            await File.AppendAllTextAsync(Path.Combine(database._data, "pg_hba.conf"), $"\nhost all all {database._host.Address}/24 trust\n", cancellationToken);
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
            ["-D", _data, "-h", _host.Address, "-p", $"{_port}", "-k", _data, "-F", "-c", "max_connections=300", "-c", "shared_buffers=32MB", "-c", "max_wal_size=32MB", "-c", "min_wal_size=2MB"]);
        _server = ChildProcess.Start("PostgreSQL", program, arguments, _logFile, Hear, host: _host);
        await ready.Task.WaitAsync(Patience, TimeProvider.System, cancellationToken);

        void Hear(string line)
        {
            if (line.Contains("database system is ready to accept connections", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }
    }

    /// <summary>Fills the disk to the last byte.</summary>
    public void FillDisk()
    {
        using var file = new FileStream(Filling, FileMode.Create);
        var block = new byte[1 << 16];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Empties it again.</summary>
    public void FreeDisk() => File.Delete(Filling);

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

        if (_isMounted)
        {
            await ChildProcess.RunAsync("umount", ["--lazy", _data], _logFile, CancellationToken.None);
        }

        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    private string Filling => Path.Combine(_data, "filling");

    private async Task MountAsync(int megabytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_data);
        await ChildProcess.RunAsync("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m,mode=0700,uid={Account},gid={Account}", "tmpfs", _data], _logFile, cancellationToken);
        _isMounted = true;
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
