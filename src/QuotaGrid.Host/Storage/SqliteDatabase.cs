using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace QuotaGrid.Host.Storage;

/// <summary>
/// The embedded storage: grain state in <c>DIR/quotagrid.db</c>, for one process. Opening it brings the schema up to date and takes
/// <c>DIR/quotagrid.lock</c> until it is disposed of or the process ends, however it ends.
/// </summary>
/// <remarks>
/// A write is acknowledged when it is in the write-ahead log. The log is handed to the operating system at once and to the
/// disk at a checkpoint (<c>synchronous=NORMAL</c>): a killed process loses nothing that was acknowledged; a power failure may lose the last
/// moments (what the system had not written back), but leaves a sound database. <c>FULL</c> would wait for the disk at every write.
/// Measured through the provider, one after the other on two shared cores and a fast disk, with states of 1 KB: <c>NORMAL</c>
/// 6,000 writes a second from one writer and 5,000 from 32, <c>FULL</c> 800 to 2,500 and 2,000; where a flush takes
/// milliseconds, <c>FULL</c> is left with one write for each.
/// </remarks>
public sealed class SqliteDatabase : IDisposable
{
    /// <summary>
    /// The name under which Orleans knows SQLite. Orleans loads the driver itself, and by this name that is Microsoft.Data.Sqlite.
    /// </summary>
    public const string Invariant = "System.Data.SQLite";

    /// <summary>The database's file in its directory.</summary>
    public const string FileName = "quotagrid.db";

    /// <summary>The lock's file in the directory. Only the lock on it matters: the file stays, empty.</summary>
    public const string LockFileName = "quotagrid.lock";

    private static readonly SchemaRunner Schema = new(SchemaDialect.Sqlite, SchemaScripts.Load(SchemaDialect.Sqlite));

    private readonly FileStream _lock;

    private SqliteDatabase(string directory, FileStream @lock)
    {
        _lock = @lock;
        DirectoryName = directory;
        FilePath = Path.Combine(directory, FileName);
        var connectionString = new SqliteConnectionStringBuilder { DataSource = FilePath }.ConnectionString;
        DataSource = new TurnTakingDataSource(connectionString);
    }

    /// <summary>The directory, as an absolute path.</summary>
    public string DirectoryName { get; }

    /// <summary>The database's file, as an absolute path.</summary>
    public string FilePath { get; }

    /// <summary>
    /// Opens connections, for <c>AdoNetGrainStorageOptions.DataSource</c>. One is open at a time and the others wait for their turn,
    /// so nobody may open a second one while holding the first.
    /// </summary>
    public DbDataSource DataSource { get; }

    /// <summary>Opens the database in a directory, and creates both when they are missing; the directory for its owner alone.</summary>
    /// <param name="directory">The directory, on a local file system.</param>
    /// <param name="cancellationToken">Gives up; the directory is free again then.</param>
    /// <exception cref="SchemaException">Another process has the directory open, or the schema is newer than this executable.</exception>
    /// <exception cref="IOException">The directory cannot be created or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory belongs to somebody else.</exception>
    /// <exception cref="SqliteException">The file is not a database, or is damaged.</exception>
    public static async Task<SqliteDatabase> OpenAsync(string directory, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        directory = Path.GetFullPath(directory);
        CreateDirectory(directory);
        var database = new SqliteDatabase(directory, TakeLock(directory));
        try
        {
            await database.PrepareAsync(cancellationToken);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Whether a grain has stored anything, ever.</summary>
    public async Task<bool> HasStateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await DataSource.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM OrleansStorage LIMIT 1";
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Closes the database and lets another process have the directory.</summary>
    public void Dispose()
    {
        DataSource.Dispose();
        _lock.Dispose();
    }

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStream TakeLock(string directory)
    {
        try
        {
            return new FileStream(Path.Combine(directory, LockFileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            throw new SchemaException(
                $"The directory '{directory}' is in use by another quotagrid process.",
                "Stop that process, or give this one a directory of its own.",
                exception);
        }
    }

    // EWOULDBLOCK of Linux and of macOS, and ERROR_SHARING_VIOLATION of Windows: .NET has no type for it.
    private static bool IsHeldByAnother(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await DataSource.OpenConnectionAsync(cancellationToken);
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA journal_mode = WAL";
            if (await command.ExecuteScalarAsync(cancellationToken) is not "wal")
            {
                throw new IOException($"The file system of '{DirectoryName}' cannot keep a write-ahead log. Use a directory on a local disk.");
            }
        }

        await Schema.MigrateAsync(connection, cancellationToken);
    }
}
