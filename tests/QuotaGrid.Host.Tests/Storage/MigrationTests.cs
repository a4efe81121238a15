using System.Data.Common;
using QuotaGrid.Host.Storage;

namespace QuotaGrid.Host.Tests.Storage;

/// <summary>How the schema runner treats a database, whichever product it is.</summary>
public abstract class MigrationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnEmptyDatabaseIsBroughtToTheCurrentSchema()
    {
        await using var connection = await OpenAsync(Cancel);

        var applied = await CurrentRunner().MigrateAsync(connection, Cancel);

        Assert.Equal(Enumerable.Range(1, CurrentRunner().CurrentVersion), applied.Select(migration => migration.Version));
        Assert.Equal(Enumerable.Range(1, CurrentRunner().CurrentVersion), await ReadVersionsAsync(connection));
        await CurrentRunner().CheckAsync(connection, Cancel);
    }

    [Fact]
    public async Task ASecondMigrationFindsNothingToDo()
    {
        await using var connection = await OpenAsync(Cancel);
        await CurrentRunner().MigrateAsync(connection, Cancel);

        Assert.Empty(await CurrentRunner().MigrateAsync(connection, Cancel));
    }

    [Fact]
    public async Task OfMigrationsAtOnceOneDoesTheWork()
    {
        var connections = new List<DbConnection>();
        for (var process = 0; process < 4; process++)
        {
            connections.Add(await OpenAsync(Cancel));
        }

        var applied = await Task.WhenAll(connections.Select(connection => Task.Run(() => CurrentRunner().MigrateAsync(connection, Cancel))));

        Assert.Equal(CurrentRunner().CurrentVersion, Assert.Single(applied, steps => steps.Count > 0).Count);
        Assert.Equal(Enumerable.Range(1, CurrentRunner().CurrentVersion), await ReadVersionsAsync(connections[0]));
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }

    [Fact]
    public async Task AnOlderDatabaseGetsOnlyTheStepsItMisses()
    {
        await using var connection = await OpenAsync(Cancel);
        await RunnerOf(VersionTable, Note(2)).MigrateAsync(connection, Cancel);

        var applied = await RunnerOf(VersionTable, Note(2), Note(3), Note(4)).MigrateAsync(connection, Cancel);

        Assert.Equal([3, 4], applied.Select(migration => migration.Version));
        Assert.Equal([1, 2, 3, 4], await ReadVersionsAsync(connection));
    }

    [Fact]
    public async Task AFailingStepLeavesTheDatabaseAsItWas()
    {
        await using var connection = await OpenAsync(Cancel);
        await RunnerOf(VersionTable).MigrateAsync(connection, Cancel);
        var broken = new Migration(3, "0003-broken.sql", "INSERT INTO no_such_table VALUES (1)");

        await Assert.ThrowsAnyAsync<DbException>(() => RunnerOf(VersionTable, Note(2), broken).MigrateAsync(connection, Cancel));

        Assert.Equal([1], await ReadVersionsAsync(connection));
        await RunnerOf(VersionTable, Note(2)).MigrateAsync(connection, Cancel);
        Assert.Equal([1, 2], await ReadVersionsAsync(connection));
    }

    [Fact]
    public async Task ANewerSchemaIsRefused()
    {
        await using var connection = await OpenAsync(Cancel);
        await RunnerOf(VersionTable, Note(2)).MigrateAsync(connection, Cancel);

        var migrating = await Assert.ThrowsAsync<SchemaException>(() => RunnerOf(VersionTable).MigrateAsync(connection, Cancel));
        var checking = await Assert.ThrowsAsync<SchemaException>(() => RunnerOf(VersionTable).CheckAsync(connection, Cancel));

        Assert.Equal(
            "The database has schema version 2, and this quotagrid knows only version 1. Run the quotagrid that migrated the database, or a later one.",
            migrating.Message);
        Assert.Equal("Run the quotagrid that migrated the database, or a later one.", migrating.Remedy);
        Assert.Equal(migrating.Message, checking.Message);
        Assert.Equal([1, 2], await ReadVersionsAsync(connection));
    }

    [Fact]
    public async Task TheCheckOfAMissingSchemaNamesTheRemedy()
    {
        await using var connection = await OpenAsync(Cancel);

        var exception = await Assert.ThrowsAsync<SchemaException>(() => CurrentRunner().CheckAsync(connection, Cancel));

        Assert.Equal("The database has no QuotaGrid schema. Run `quotagrid migrate`.", exception.Message);
    }

    [Fact]
    public async Task TheCheckOfAnOlderSchemaNamesTheRemedy()
    {
        await using var connection = await OpenAsync(Cancel);
        await RunnerOf(VersionTable).MigrateAsync(connection, Cancel);

        var exception = await Assert.ThrowsAsync<SchemaException>(() => RunnerOf(VersionTable, Note(2)).CheckAsync(connection, Cancel));

        Assert.Equal(
            "The database has schema version 1, and this quotagrid needs version 2. Run `quotagrid migrate`.", exception.Message);
    }

    /// <summary>The product under test.</summary>
    protected abstract SchemaDialect Dialect { get; }

    /// <summary>Opens a connection to a database that is empty at the start of each test.</summary>
    protected abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    private static Migration VersionTable { get; } = new(1, "0001-version.sql", "CREATE TABLE quotagrid_schema (version integer PRIMARY KEY)");

    private static Migration Note(int version) => new(version, $"{version:0000}-note.sql", $"CREATE TABLE note_{version} (text text)");

    private static async Task<List<int>> ReadVersionsAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT version FROM quotagrid_schema ORDER BY version";
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var versions = new List<int>();
        while (await reader.ReadAsync(Cancel))
        {
            versions.Add(reader.GetInt32(0));
        }

        return versions;
    }

    private SchemaRunner CurrentRunner() => new(Dialect, SchemaScripts.Load(Dialect));

    private SchemaRunner RunnerOf(params Migration[] migrations) => new(Dialect, migrations);
}
