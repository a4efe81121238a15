using System.Globalization;
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

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private static readonly SchemaRunner Schema = new(SchemaDialect.PostgreSql, SchemaScripts.Load(SchemaDialect.PostgreSql));

    /// <summary>Names a database. Nothing is opened yet.</summary>
    /// <param name="connectionString">The connection, in Npgsql's form.</param>
    /// <exception cref="ArgumentException">The text is not a connection string.</exception>
    public PostgresDatabase(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        ConnectionString = parts.ConnectionString;
        Place = $"{parts.Host}:{parts.Port}/{parts.Database}";
    }

    /// <summary>The connection, for Orleans' storage and clustering options. Contains the password.</summary>
    public string ConnectionString { get; }

    /// <summary>The server and the database, for people to read. Contains no password.</summary>
    public string Place { get; }

    /// <summary>
    /// Whether a text names a server in Npgsql's form. Opens nothing, and says no more than that: what is wrong may be a part of the password.
    /// </summary>
    public static bool IsConnection(string text)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(text);
            // Checks, beyond the parts by themselves, that they go together.
            using var connection = new NpgsqlConnection(text);
            return IsPort(parts.Port) && parts.Host is { } hosts && hosts.Split(',').All(IsHost);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

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

    /// <summary>Makes sure, before a silo or an edge starts, that the schema is the current one.</summary>
    /// <exception cref="SchemaException">The schema is missing, older or newer.</exception>
    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await Schema.CheckAsync(connection, cancellationToken);
    }

    /// <summary>Waits until the schema is the current one. Changes nothing.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onWaiting">Is told what is waited for, when that is something else than before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SchemaException">The schema is newer than this executable, or still missing or older after that time.</exception>
    /// <exception cref="NpgsqlException">After that time the server still cannot be reached.</exception>
    public async Task WaitAsync(TimeSpan patience, TimeProvider time, Action<string> onWaiting, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(onWaiting);
        var start = time.GetTimestamp();
        string? said = null;
        while (true)
        {
            try
            {
                await CheckAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or SchemaException { CanPass: true } && time.GetElapsedTime(start) < patience)
            {
                if (e.Message != said)
                {
                    said = e.Message;
                    onWaiting(said);
                }

                await Task.Delay(LookAgain, time, cancellationToken);
            }
        }
    }

    /// <summary>Gives a role what a silo needs, and no more.</summary>
    /// <exception cref="SchemaException">There is no such role, or it is the one that migrates.</exception>
    public Task GrantSiloAsync(string role, CancellationToken cancellationToken) => GrantAsync("silo", role, cancellationToken);

    /// <summary>Gives a role what an edge needs, and no more.</summary>
    /// <exception cref="SchemaException">There is no such role, or it is the one that migrates.</exception>
    public Task GrantEdgeAsync(string role, CancellationToken cancellationToken) => GrantAsync("edge", role, cancellationToken);

    private async Task GrantAsync(string script, string role, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await RoleGrants.ApplyAsync(connection, script, role, cancellationToken);
    }

    // Npgsql looks at ports only when it connects. More than one colon is an IPv6 address.
    private static bool IsHost(string host) =>
        !string.IsNullOrWhiteSpace(host)
        && (host.Split(':') is not [_, var port] || (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && IsPort(number)));

    private static bool IsPort(int port) => port is >= 1 and <= 65_535;

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
