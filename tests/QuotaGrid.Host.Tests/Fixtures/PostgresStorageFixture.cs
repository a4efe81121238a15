using Npgsql;
using Orleans.Configuration;
using QuotaGrid.Host.Storage;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <inheritdoc />
public sealed class PostgresStorageFixture(PostgresServer server) : StorageFixture
{
    private PostgresDatabase? _database;

    /// <inheritdoc />
    protected override async Task OpenAsync(CancellationToken cancellationToken)
    {
        _database = new PostgresDatabase(await server.CreateDatabaseAsync(cancellationToken));
        await _database.MigrateAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override Task ReopenAsync(CancellationToken cancellationToken) => _database!.CheckAsync(cancellationToken);

    /// <inheritdoc />
    protected override void Connect(AdoNetGrainStorageOptions options)
    {
        options.Invariant = PostgresDatabase.Invariant;
        options.ConnectionString = _database!.ConnectionString;
    }

    /// <inheritdoc />
    protected override void Close()
    {
        using var any = new NpgsqlConnection(_database!.ConnectionString);
        NpgsqlConnection.ClearPool(any);
    }

    /// <summary>Nothing to do: it goes with the server.</summary>
    protected override void DeleteDatabase()
    {
    }
}
