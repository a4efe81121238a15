using Microsoft.Data.Sqlite;
using QuotaGrid.Host.Storage;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryDirectory _parent = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string DirectoryName => Path.Combine(_parent.Path, "state");

    public void Dispose() => _parent.Dispose();

    [Fact]
    public async Task ASecondOpenIsRefusedUntilTheFirstIsDisposedOf()
    {
        using (await SqliteDatabase.OpenAsync(DirectoryName, Cancel))
        {
            var exception = await Assert.ThrowsAsync<SchemaException>(() => SqliteDatabase.OpenAsync(DirectoryName, Cancel));
            Assert.Equal(
                $"The directory '{DirectoryName}' is in use by another quotagrid process. Stop that process, or give this one a directory of its own.",
                exception.Message);
        }

        using var second = await SqliteDatabase.OpenAsync(DirectoryName, Cancel);
        Assert.Equal(DirectoryName, second.DirectoryName);
    }

    [Fact]
    public async Task AMissingDirectoryIsCreatedForItsOwnerAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");

        using var database = await SqliteDatabase.OpenAsync(DirectoryName, Cancel);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(DirectoryName));
    }

    [Fact]
    public async Task TheDatabaseKeepsAWriteAheadLogAndWritesItWithoutWaitingForTheDisk()
    {
        using var database = await SqliteDatabase.OpenAsync(DirectoryName, Cancel);
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancel);
        await using var command = connection.CreateCommand();

        command.CommandText = "PRAGMA journal_mode";
        Assert.Equal("wal", await command.ExecuteScalarAsync(Cancel));
        command.CommandText = "PRAGMA synchronous";
        Assert.Equal(1L, await command.ExecuteScalarAsync(Cancel));
    }

    [Fact]
    public async Task ConnectionsTakeTurns()
    {
        using var database = await SqliteDatabase.OpenAsync(DirectoryName, Cancel);
        var first = await database.DataSource.OpenConnectionAsync(Cancel);
        var second = database.DataSource.OpenConnectionAsync(Cancel).AsTask();
        Assert.False(second.IsCompleted);

        await first.DisposeAsync();
        // A second release would let two in.
        await first.DisposeAsync();

        await using var opened = await second;
        using var impatient = new CancellationTokenSource();
        var third = database.DataSource.OpenConnectionAsync(impatient.Token).AsTask();
        Assert.False(third.IsCompleted);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
    }

    [Fact]
    public async Task ANewerSchemaIsRefusedAndTheDirectoryIsFreeAgain()
    {
        using (var database = await SqliteDatabase.OpenAsync(DirectoryName, Cancel))
        {
            await ExecuteAsync(database, "INSERT INTO quotagrid_schema (version) VALUES (99)");
        }

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var exception = await Assert.ThrowsAsync<SchemaException>(() => SqliteDatabase.OpenAsync(DirectoryName, Cancel));
            Assert.Equal(
                "The database has schema version 99, and this quotagrid knows only version 1. Run the quotagrid that migrated the database, or a later one.",
                exception.Message);
        }
    }

    [Fact]
    public async Task AFileThatIsNoDatabaseIsRefusedAndTheDirectoryIsFreeAgain()
    {
        Directory.CreateDirectory(DirectoryName);
        var file = Path.Combine(DirectoryName, SqliteDatabase.FileName);
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("not a database. ", 100)), Cancel);

        await Assert.ThrowsAsync<SqliteException>(() => SqliteDatabase.OpenAsync(DirectoryName, Cancel));

        File.Delete(file);
        using var database = await SqliteDatabase.OpenAsync(DirectoryName, Cancel);
    }

    private static UnixFileMode ModeOf(string directory) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(directory);

    private static async Task ExecuteAsync(SqliteDatabase database, string sql)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancel);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
