using Npgsql;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A database as an operator has it: owned by a role that migrates, and with one role each for silos and edges.</summary>
public sealed class PostgresRoles
{
    private readonly string _migrator;

    private PostgresRoles(string superuser)
    {
        var name = new NpgsqlConnectionStringBuilder(superuser).Database;
        (Superuser, Silo, Edge, _migrator) = (superuser, $"{name}_silo", $"{name} \"edge\"", $"{name}_migrator");
    }

    /// <summary>The connection of the server's owner.</summary>
    public string Superuser { get; }

    /// <summary>The silos' role.</summary>
    public string Silo { get; }

    /// <summary>The edges' role. Its name needs quotes.</summary>
    public string Edge { get; }

    /// <summary>The connection as the role that migrates.</summary>
    public string MigratorConnection => As(_migrator);

    /// <summary>The connection as a silo.</summary>
    public string SiloConnection => As(Silo);

    /// <summary>The connection as an edge.</summary>
    public string EdgeConnection => As(Edge);

    /// <summary>What <c>quotagrid</c> is to be started with to migrate and grant.</summary>
    public string[] MigrateArguments => ["migrate", "--database", MigratorConnection, "--grant-silo", Silo, "--grant-edge", Edge];

    /// <summary>Makes a database and its roles, as deploy/sql/roles.sql does.</summary>
    public static async Task<PostgresRoles> CreateAsync(PostgresServer server, CancellationToken cancellationToken)
    {
        var roles = new PostgresRoles(await server.CreateDatabaseAsync(cancellationToken));
        var (silo, edge, migrator) = (Quote(roles.Silo), Quote(roles.Edge), Quote(roles._migrator));
        var database = new NpgsqlConnectionStringBuilder(roles.Superuser).Database!;
        await ExecuteAsync(
            roles.Superuser,
            $"""
            CREATE ROLE {migrator} LOGIN; CREATE ROLE {silo} LOGIN; CREATE ROLE {edge} LOGIN;
            ALTER DATABASE {database} OWNER TO {migrator};
            REVOKE ALL ON DATABASE {database} FROM PUBLIC;
            GRANT CONNECT ON DATABASE {database} TO {silo}, {edge};
            """,
            cancellationToken);
        return roles;
    }

    /// <summary>Carries out statements.</summary>
    /// <exception cref="PostgresException">The server refused one.</exception>
    public static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private string As(string role) => new NpgsqlConnectionStringBuilder(Superuser) { Username = role }.ConnectionString;
}
