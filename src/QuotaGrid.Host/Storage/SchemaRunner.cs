using System.Data.Common;
using System.Globalization;

namespace QuotaGrid.Host.Storage;

/// <summary>
/// Brings a database to the current schema, or says why it cannot be used. Every step is recorded in <c>quotagrid_schema</c>,
/// in the transaction that applies it.
/// </summary>
public sealed class SchemaRunner
{
    private readonly SchemaDialect _dialect;
    private readonly IReadOnlyList<Migration> _migrations;

    /// <summary>Creates a runner.</summary>
    /// <param name="dialect">The database product.</param>
    /// <param name="migrations">Its steps, in order, numbered from 1 without a gap.</param>
    public SchemaRunner(SchemaDialect dialect, IReadOnlyList<Migration> migrations)
    {
        _dialect = dialect;
        _migrations = migrations;
    }

    /// <summary>The schema version that this executable works with.</summary>
    public int CurrentVersion => _migrations.Count;

    /// <summary>
    /// Applies the steps that are missing: all of them in one transaction, or none. A second runner waits for the first and then
    /// finds nothing to do.
    /// </summary>
    /// <param name="connection">An open connection that may change the schema.</param>
    /// <param name="cancellationToken">Gives up, also while waiting for another runner; nothing is applied then.</param>
    /// <returns>The steps that were applied; none when the schema was current.</returns>
    /// <exception cref="SchemaException">The schema is newer than this executable.</exception>
    public async Task<IReadOnlyList<Migration>> MigrateAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (_dialect.LockStatement is { } lockStatement)
        {
            await ExecuteAsync(connection, transaction, lockStatement, cancellationToken);
        }

        var version = await ReadVersionAsync(connection, transaction, cancellationToken) ?? 0;
        RefuseNewer(version);
        var missing = _migrations.Skip(version).ToArray();
        foreach (var migration in missing)
        {
            await ExecuteAsync(connection, transaction, migration.Sql, cancellationToken);
            await ExecuteAsync(
                connection, transaction, $"INSERT INTO quotagrid_schema (version) VALUES ({migration.Version})", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return missing;
    }

    /// <summary>Makes sure that the schema is the current one. Changes nothing.</summary>
    /// <exception cref="SchemaException">The schema is missing, older or newer.</exception>
    public async Task CheckAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var version = await ReadVersionAsync(connection, transaction: null, cancellationToken)
            ?? throw new SchemaException("The database has no QuotaGrid schema.", "Run `quotagrid migrate`.") { CanPass = true };

        RefuseNewer(version);
        if (version < CurrentVersion)
        {
            throw new SchemaException(
                $"The database has schema version {version}, and this quotagrid needs version {CurrentVersion}.", "Run `quotagrid migrate`.")
            {
                CanPass = true,
            };
        }
    }

    private void RefuseNewer(int version)
    {
        if (version > CurrentVersion)
        {
            throw new SchemaException(
                $"The database has schema version {version}, and this quotagrid knows only version {CurrentVersion}.",
                "Run the quotagrid that migrated the database, or a later one.");
        }
    }

    private async Task<int?> ReadVersionAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        if (await ScalarAsync(connection, transaction, _dialect.TableExistsQuery, cancellationToken) is null)
        {
            return null;
        }

        var version = await ScalarAsync(connection, transaction, "SELECT coalesce(max(version), 0) FROM quotagrid_schema", cancellationToken);
        return Convert.ToInt32(version, CultureInfo.InvariantCulture);
    }

    private static async Task<object?> ScalarAsync(
        DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = CreateCommand(connection, transaction, sql);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(
        DbConnection connection, DbTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = CreateCommand(connection, transaction, sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand CreateCommand(DbConnection connection, DbTransaction? transaction, string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        // Waiting for another runner, or changing a large table, may take long; the caller's token ends it.
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // Only scripts and constants of this assembly come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
