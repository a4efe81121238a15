using Npgsql;

namespace QuotaGrid.Host.Storage;

/// <summary>
/// The PostgreSQL database of a cluster: membership and grain state. The schema is changed by <c>quotagrid migrate</c> alone; a silo
/// only checks it, and needs no right to change it.
/// </summary>
public sealed class PostgresDatabase
{
    /// <summary>The name under which Orleans knows the driver. Orleans loads the driver itself, by the name of its assembly.</summary>
    public const string Invariant = "Npgsql";

    private static readonly SchemaRunner Schema = new(SchemaDialect.PostgreSql, SchemaScripts.Load(SchemaDialect.PostgreSql));

    /// <summary>Names a database. Nothing is opened yet.</summary>
    /// <param name="connectionString">The connection, in Npgsql's form.</param>
    /// <exception cref="ArgumentException">The text is not a connection string.</exception>
    public PostgresDatabase(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString).ConnectionString;
    }

    /// <summary>The connection, for Orleans' storage and clustering options. Contains the password.</summary>
    public string ConnectionString { get; }

    /// <summary>
    /// Brings an empty or older database to the current schema, in one transaction. Safe to run twice, and by two processes at once.
    /// </summary>
    /// <returns>The steps that were applied; none when the schema was current.</returns>
    /// <exception cref="SchemaException">The schema is newer than this executable.</exception>
    /// <exception cref="NpgsqlException">The server cannot be reached, or refused a statement.</exception>
    public async Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await Schema.MigrateAsync(connection, cancellationToken);
    }

    /// <summary>Makes sure, before a silo starts, that the schema is the current one.</summary>
    /// <exception cref="SchemaException">The schema is missing, older or newer.</exception>
    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await Schema.CheckAsync(connection, cancellationToken);
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
