using System.Data.Common;
using Microsoft.Data.Sqlite;
using QuotaGrid.Host.Storage;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Storage;

public sealed class SqliteMigrationTests : MigrationTests, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    protected override SchemaDialect Dialect => SchemaDialect.Sqlite;

    public void Dispose() => _directory.Dispose();

    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_directory.Path, "test.db")};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
