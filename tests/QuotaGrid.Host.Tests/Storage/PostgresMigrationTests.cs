using System.Data.Common;
using Npgsql;
using QuotaGrid.Host.Storage;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Storage;

public sealed class PostgresMigrationTests(PostgresServer server) : MigrationTests
{
    private string? _connectionString;

    protected override SchemaDialect Dialect => SchemaDialect.PostgreSql;

    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        _connectionString ??= await server.CreateDatabaseAsync(cancellationToken);
        var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
