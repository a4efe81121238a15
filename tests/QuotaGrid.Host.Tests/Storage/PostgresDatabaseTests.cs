using Npgsql;
using QuotaGrid.Host.Storage;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Storage;

public sealed class PostgresDatabaseTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ADatabaseIsRefusedUntilItIsMigrated()
    {
        var database = new PostgresDatabase(await server.CreateDatabaseAsync(Cancel));
        var missing = await Assert.ThrowsAsync<SchemaException>(() => database.CheckAsync(Cancel));
        Assert.Equal("Run `quotagrid migrate`.", missing.Remedy);

        var applied = await database.MigrateAsync(Cancel);

        Assert.Equal(["0001-storage.sql", "0002-membership.sql"], applied.Select(migration => migration.Name));
        await database.CheckAsync(Cancel);
    }

    [Fact]
    public async Task OfTwoProcessesThatMigrateAtOnceOneDoesTheWork()
    {
        var connectionString = await server.CreateDatabaseAsync(Cancel);

        var applied = await Task.WhenAll(
            new PostgresDatabase(connectionString).MigrateAsync(Cancel), new PostgresDatabase(connectionString).MigrateAsync(Cancel));

        Assert.Equal([0, 2], applied.Select(steps => steps.Count).Order());
    }

    [Fact]
    public async Task AMigrationThatWaitsForAnotherCanBeGivenUp()
    {
        var database = new PostgresDatabase(await server.CreateDatabaseAsync(Cancel));
        await using var other = new NpgsqlConnection(database.ConnectionString);
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using var command = new NpgsqlCommand(SchemaDialect.PostgreSql.LockStatement, other, transaction);
        await command.ExecuteNonQueryAsync(Cancel);

        using var impatient = new CancellationTokenSource();
        var waiting = database.MigrateAsync(impatient.Token);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await transaction.RollbackAsync(Cancel);
        Assert.Equal(2, (await database.MigrateAsync(Cancel)).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Hostess=db")]
    public void ATextThatIsNoConnectionStringIsRefused(string text) => Assert.ThrowsAny<ArgumentException>(() => new PostgresDatabase(text));
}
