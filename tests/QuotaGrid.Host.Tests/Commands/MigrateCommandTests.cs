using QuotaGrid.Host.Secrets;
using QuotaGrid.Host.Storage;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Commands;

/// <summary><c>quotagrid migrate</c> in the real process, and what a process says of a schema that is not its own.</summary>
public sealed class MigrateCommandTests(PostgresServer server) : IDisposable
{
    private static readonly int Current = SchemaScripts.Load(SchemaDialect.PostgreSql).Count;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task OfThreeProcessesAtOnceOneMigratesAndAllGrant()
    {
        var roles = await PostgresRoles.CreateAsync(server, Cancel);

        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => HostProcess.RunAsync(roles.MigrateArguments, Cancel)));

        Assert.All(results, result => Assert.Equal((0, ""), (result.Code, result.Errors)));
        Assert.All(results, result => Assert.EndsWith(
            $"\nThe role {roles.Silo} has the rights of a silo.\nThe role {roles.Edge} has the rights of an edge.\n", result.Output));
        Assert.Single(results, result => result.Output.StartsWith("Applied 0001-storage.sql, ", StringComparison.Ordinal));
        Assert.Equal(2, results.Count(result => result.Output.StartsWith("The schema is current.\n", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnUncheckedSchemaIsWaitedForUntilSomebodyMigrates()
    {
        var roles = await PostgresRoles.CreateAsync(server, Cancel);
        Assert.Equal(
            (2, "", "quotagrid: The database has no QuotaGrid schema. Run `quotagrid migrate`.\n"),
            await HostProcess.RunAsync(["migrate", "--check", "--database", roles.SiloConnection], Cancel));

        var waiting = HostProcess.RunAsync(["migrate", "--check", "--wait", "1m", "--database", roles.EdgeConnection], Cancel);
        Assert.Equal(0, (await HostProcess.RunAsync(roles.MigrateArguments, Cancel)).Code);

        var (code, output, errors) = await waiting;
        Assert.Equal((0, ""), (code, errors));
        var lines = output.TrimEnd().Split('\n');
        Assert.Equal("The schema is current.", lines[^1]);
        Assert.All(lines[..^1], line => Assert.StartsWith("Waiting: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIsWaitedForIsSaidOnce()
    {
        var roles = await PostgresRoles.CreateAsync(server, Cancel);

        Assert.Equal(
            (2, "Waiting: The database has no QuotaGrid schema. Run `quotagrid migrate`.\n", "quotagrid: The database has no QuotaGrid schema. Run `quotagrid migrate`.\n"),
            await HostProcess.RunAsync(["migrate", "--check", "--wait", "3s", "--database", roles.SiloConnection], Cancel));
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("edge")]
    public async Task AProcessThatIsOlderThanTheSchemaSaysSo(string role)
    {
        var roles = await MigratedAsync();
        await PostgresRoles.ExecuteAsync(roles.MigratorConnection, $"INSERT INTO quotagrid_schema (version) VALUES ({Current + 1})", Cancel);

        Assert.Equal(
            (2, "", $"quotagrid: The database has schema version {Current + 1}, and this quotagrid knows only version {Current}. "
                + "Run the quotagrid that migrated the database, or a later one.\n"),
            await HostProcess.RunAsync(Serve(role, roles), Cancel));
        Assert.Equal(2, (await HostProcess.RunAsync(roles.MigrateArguments, Cancel)).Code);
        Assert.Equal(2, (await HostProcess.RunAsync(["migrate", "--check", "--wait", "10m", "--database", roles.SiloConnection], Cancel)).Code);
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("edge")]
    public async Task AProcessThatIsNewerThanTheSchemaSaysSo(string role)
    {
        var roles = await MigratedAsync();
        await PostgresRoles.ExecuteAsync(roles.MigratorConnection, $"DELETE FROM quotagrid_schema WHERE version = {Current}", Cancel);

        Assert.Equal(
            (2, "", $"quotagrid: The database has schema version {Current - 1}, and this quotagrid needs version {Current}. Run `quotagrid migrate`.\n"),
            await HostProcess.RunAsync(Serve(role, roles), Cancel));
    }

    [Theory]
    [InlineData("--wait waits for somebody else to migrate. Add --check.", "--wait", "1m")]
    [InlineData("--wait is 'soon'. Write a duration of at most 1h.", "--check", "--wait", "soon")]
    [InlineData("--wait is '2h'. Write a duration of at most 1h.", "--check", "--wait", "2h")]
    [InlineData("--check changes nothing, and grants would. Leave one of them out.", "--check", "--grant-silo", "s")]
    [InlineData("--grant-silo and --grant-edge are both 's'. Give edges a role of their own: they need only read the membership.", "--grant-silo", "s", "--grant-edge", "s")]
    [InlineData("A role to grant to has no name. Name it, or leave the option out.", "--grant-edge", "")]
    public async Task OptionsThatDoNotGoTogetherAreRefused(string problem, params string[] options) =>
        Assert.Equal((2, "", $"quotagrid: {problem}\n"), await HostProcess.RunAsync(["migrate", "--database", "Host=127.0.0.1;Port=1", .. options], Cancel));

    private async Task<PostgresRoles> MigratedAsync()
    {
        var roles = await PostgresRoles.CreateAsync(server, Cancel);
        Assert.Equal(0, (await HostProcess.RunAsync(roles.MigrateArguments, Cancel)).Code);
        return roles;
    }

    private string[] Serve(string role, PostgresRoles roles)
    {
        var ports = LoopbackPorts.Find(3);
        var secret = Path.Combine(_directory.Path, "secret.key");
        SecretFile.Create(secret);
        var url = RunningHost.UrlOf(ports[0]);
        return role == "silo"
            ? ClusterFixture.SiloArguments(url, ports[1], ports[2], roles.SiloConnection)
            : ["serve", "--role", "edge", "--urls", url, "--database", roles.EdgeConnection, "--secret-file", secret, "--anonymous", "decide"];
    }
}
