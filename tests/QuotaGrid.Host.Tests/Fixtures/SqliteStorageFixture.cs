using Orleans.Configuration;
using QuotaGrid.Host.Storage;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <inheritdoc />
public sealed class SqliteStorageFixture : StorageFixture
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteDatabase? _database;

    /// <inheritdoc />
    protected override Task OpenAsync(CancellationToken cancellationToken) => ReopenAsync(cancellationToken);

    /// <inheritdoc />
    protected override async Task ReopenAsync(CancellationToken cancellationToken) =>
        _database = await SqliteDatabase.OpenAsync(_directory.Path, cancellationToken);

    /// <inheritdoc />
    protected override void Connect(AdoNetGrainStorageOptions options)
    {
        options.Invariant = SqliteDatabase.Invariant;
        options.DataSource = _database!.DataSource;
    }

    /// <inheritdoc />
    protected override void Close() => _database?.Dispose();

    /// <inheritdoc />
    protected override void DeleteDatabase() => _directory.Dispose();
}
