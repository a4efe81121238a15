using Npgsql;
using QuotaGrid.Host.Storage;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Storage;

/// <summary>What the roles of a silo and of an edge may do. That it is enough, every test of a cluster shows: its processes connect as these roles.</summary>
public sealed class RoleGrantsTests(PostgresServer server)
{
    private const string ASilo = "INSERT INTO OrleansMembershipVersionTable VALUES ('c', now(), 0); INSERT INTO OrleansMembershipTable VALUES ('c', '10.0.0.1', 1, 1, 's', 'h', 3, 2, NULL, now(), now())";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("CREATE TABLE mine (id integer)")]
    [InlineData("CREATE TEMPORARY TABLE mine (id integer)")]
    [InlineData("CREATE SCHEMA mine")]
    [InlineData("CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("DROP TABLE OrleansStorage")]
    [InlineData("ALTER TABLE OrleansStorage ADD COLUMN mine integer")]
    [InlineData("TRUNCATE OrleansStorage")]
    [InlineData("UPDATE OrleansQuery SET QueryText = 'SELECT 1'")]
    [InlineData("DELETE FROM OrleansQuery")]
    [InlineData("INSERT INTO quotagrid_schema VALUES (99)")]
    [InlineData("DELETE FROM OrleansMembershipVersionTable")]
    public async Task ASiloIsRefusedWhatItNeverNeeds(string sql)
    {
        var roles = await MigrateAsync();

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalAsync(roles.SiloConnection, sql));
    }

    [Theory]
    [InlineData("SELECT * FROM OrleansStorage")]
    [InlineData("INSERT INTO OrleansStorage SELECT * FROM OrleansStorage")]
    [InlineData("DELETE FROM OrleansStorage")]
    [InlineData("SELECT * FROM OrleansMembershipVersionTable")]
    [InlineData("INSERT INTO OrleansMembershipTable SELECT * FROM OrleansMembershipTable")]
    [InlineData("UPDATE OrleansMembershipTable SET Status = 6")]
    [InlineData("SELECT * FROM OrleansMembershipTable FOR UPDATE")]
    [InlineData("DELETE FROM OrleansMembershipTable")]
    [InlineData("TRUNCATE OrleansMembershipTable")]
    [InlineData("UPDATE OrleansQuery SET QueryText = 'SELECT 1'")]
    [InlineData("INSERT INTO quotagrid_schema VALUES (99)")]
    [InlineData("CREATE TABLE mine (id integer)")]
    [InlineData("CREATE TEMPORARY TABLE mine (id integer)")]
    [InlineData("DROP TABLE OrleansQuery")]
    public async Task AnEdgeReadsTheMembershipAndIsRefusedAllElse(string sql)
    {
        var roles = await MigrateAsync();
        await PostgresRoles.ExecuteAsync(roles.SiloConnection, ASilo, Cancel);

        await PostgresRoles.ExecuteAsync(roles.EdgeConnection, "SELECT * FROM OrleansMembershipTable; SELECT * FROM OrleansQuery; SELECT * FROM quotagrid_schema", Cancel);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalAsync(roles.EdgeConnection, sql));
    }

    [Fact]
    public async Task GrantingAgainTakesAwayWhatWasAdded()
    {
        var roles = await MigrateAsync();
        await PostgresRoles.ExecuteAsync(roles.MigratorConnection, $"GRANT SELECT ON OrleansStorage TO \"{roles.Edge.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", Cancel);
        await PostgresRoles.ExecuteAsync(roles.EdgeConnection, "SELECT * FROM OrleansStorage", Cancel);

        await new PostgresDatabase(roles.MigratorConnection).GrantEdgeAsync(roles.Edge, Cancel);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalAsync(roles.EdgeConnection, "SELECT * FROM OrleansStorage"));
    }

    [Fact]
    public async Task ARoleThatIsNotThereIsNamed()
    {
        var database = new PostgresDatabase((await MigrateAsync()).MigratorConnection);

        var refused = await Assert.ThrowsAsync<SchemaException>(() => database.GrantSiloAsync("nobody'; --", Cancel));

        Assert.Equal("There is no role 'nobody'; --'. Make it first (deploy/sql/roles.sql), or name another one.", refused.Message);
    }

    [Fact]
    public async Task TheRoleThatMigratesKeepsItsRights()
    {
        var roles = await MigrateAsync();
        var migrator = new NpgsqlConnectionStringBuilder(roles.MigratorConnection).Username!;

        var refused = await Assert.ThrowsAsync<SchemaException>(() => new PostgresDatabase(roles.MigratorConnection).GrantSiloAsync(migrator, Cancel));

        Assert.Equal("Name a role of its own with --grant-silo.", refused.Remedy);
    }

    private static async Task<string?> RefusalAsync(string connection, string sql) =>
        (await Assert.ThrowsAsync<PostgresException>(() => PostgresRoles.ExecuteAsync(connection, sql, Cancel))).SqlState;

    private async Task<PostgresRoles> MigrateAsync()
    {
        var roles = await PostgresRoles.CreateAsync(server, Cancel);
        var database = new PostgresDatabase(roles.MigratorConnection);
        await database.MigrateAsync(Cancel);
        await database.GrantSiloAsync(roles.Silo, Cancel);
        await database.GrantEdgeAsync(roles.Edge, Cancel);
        return roles;
    }
}
