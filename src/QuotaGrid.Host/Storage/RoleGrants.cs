using Npgsql;

namespace QuotaGrid.Host.Storage;

/// <summary>Gives PostgreSQL roles what a silo or an edge needs, and takes away what they have beyond that: the scripts of <c>deploy/sql/grants</c>.</summary>
public static class RoleGrants
{
    // As psql writes a variable that is a name. The scripts are used both ways.
    private const string Placeholder = ":\"role\"";

    /// <summary>Gives a role its rights, all at once. Safe to run twice, and by two processes at once.</summary>
    /// <param name="connection">An open connection of the role that owns the tables.</param>
    /// <param name="script">The script's name: <c>silo</c> or <c>edge</c>.</param>
    /// <param name="role">The role that gets the rights.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed then.</param>
    /// <exception cref="SchemaException">There is no such role, or it is the one that is connected, which would take its own rights away.</exception>
    /// <exception cref="NpgsqlException">The server cannot be reached, or refused a statement.</exception>
    public static async Task ApplyAsync(NpgsqlConnection connection, string script, string role, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrEmpty(role);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // Two grants on one table at once are an error to PostgreSQL; those who migrate wait for each other already.
        await using (var taking = new NpgsqlCommand(SchemaDialect.PostgreSql.LockStatement, connection, transaction) { CommandTimeout = 0 })
        {
            await taking.ExecuteNonQueryAsync(cancellationToken);
        }

        await CheckAsync(connection, transaction, script, role, cancellationToken);
        var quoted = $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
#pragma warning disable CA2100 // A script of this assembly, and a name that is quoted.
        await using (var granting = new NpgsqlCommand(SchemaScripts.Read($"grants/{script}.sql").Replace(Placeholder, quoted, StringComparison.Ordinal), connection, transaction))
#pragma warning restore CA2100
        {
            await granting.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task CheckAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string script, string role, CancellationToken cancellationToken)
    {
        await using var asking = new NpgsqlCommand("SELECT rolname = current_user FROM pg_roles WHERE rolname = $1", connection, transaction) { Parameters = { new() { Value = role } } };
        switch (await asking.ExecuteScalarAsync(cancellationToken))
        {
            case null:
                throw new SchemaException($"There is no role '{role}'.", "Make it first (deploy/sql/roles.sql), or name another one.");
            case true:
                throw new SchemaException(
                    $"The role '{role}' is the one that migrates, and needs more rights than a process that serves.", $"Name a role of its own with --grant-{script}.");
        }
    }
}
