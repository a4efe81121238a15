using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;
using Orleans.Messaging;
using QuotaGrid.Host.Storage;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Storage;

/// <summary>What the membership protocol asks of its table, through Orleans' real clustering provider.</summary>
public sealed class PostgresMembershipTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private IHost? _silo;
    private string? _connectionString;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IMembershipTable Table => _silo!.Services.GetRequiredService<IMembershipTable>();

    public async ValueTask InitializeAsync()
    {
        var database = new PostgresDatabase(await server.CreateDatabaseAsync(Cancel));
        await database.MigrateAsync(Cancel);
        _connectionString = database.ConnectionString;
        // Only the table is wanted: the silo is built and not started.
        _silo = BuildSilo();
        await Table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancel);
    }

    public ValueTask DisposeAsync()
    {
        _silo?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task AnEmptyTableHasAVersionAndNoSilo()
    {
        await Table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancel);

        var data = await ReadAllAsync();

        Assert.Equal(0, data.Version.Version);
        Assert.Empty(data.Members);
    }

    [Fact]
    public async Task ASiloThatWasInsertedIsReadAgain()
    {
        var entry = Entry(1);

        Assert.True(await TryInsertAsync(entry, await NextVersionAsync()));

        var data = await Table.ReadRowAsync(entry.SiloAddress, Cancel);
        var read = Assert.Single(data.Members).Item1;
        Assert.Equal(1, data.Version.Version);
        Assert.Equal(entry.SiloAddress, read.SiloAddress);
        Assert.Equal("silo-1", read.SiloName);
        Assert.Equal("host-1", read.HostName);
        Assert.Equal(SiloStatus.Joining, read.Status);
        Assert.Equal(30001, read.ProxyPort);
        Assert.Equal(Start, read.StartTime);
        Assert.Equal(Start, read.IAmAliveTime);
        Assert.Null(read.SuspectTimes);
    }

    [Fact]
    public async Task ReadingASiloThatIsNotThereAnswersTheVersion()
    {
        await InsertAsync(Entry(1));

        var data = await Table.ReadRowAsync(Entry(2).SiloAddress, Cancel);

        Assert.Equal(1, data.Version.Version);
        Assert.Empty(data.Members);
    }

    [Fact]
    public async Task ASiloIsNotInsertedTwiceAndTheVersionStays()
    {
        await InsertAsync(Entry(1));

        Assert.False(await TryInsertAsync(Entry(1), await NextVersionAsync()));

        Assert.Equal(1, (await ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task AStaleVersionChangesNothing()
    {
        var stale = await NextVersionAsync();
        await InsertAsync(Entry(1));

        Assert.False(await TryInsertAsync(Entry(2), stale));
        var dead = Entry(1);
        dead.Status = SiloStatus.Dead;
        Assert.False(await TryUpdateAsync(dead, stale));

        var data = await ReadAllAsync();
        Assert.Equal(1, data.Version.Version);
        Assert.Equal(SiloStatus.Joining, Assert.Single(data.Members).Item1.Status);
    }

    [Fact]
    public async Task AnUpdateOfASiloThatIsNotThereLeavesTheVersion()
    {
        Assert.False(await TryUpdateAsync(Entry(1), await NextVersionAsync()));

        Assert.Equal(0, (await ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task AnUpdateChangesStatusSuspicionsAndSignOfLife()
    {
        var entry = Entry(1);
        await InsertAsync(entry);
        entry.Status = SiloStatus.Active;
        entry.IAmAliveTime = Start.AddMinutes(1);
        entry.SuspectTimes = [Tuple.Create(Entry(2).SiloAddress, Start.AddSeconds(1)), Tuple.Create(Entry(3).SiloAddress, Start)];

        Assert.True(await TryUpdateAsync(entry, await NextVersionAsync()));

        var data = await ReadAllAsync();
        var read = Assert.Single(data.Members).Item1;
        Assert.Equal(2, data.Version.Version);
        Assert.Equal(SiloStatus.Active, read.Status);
        Assert.Equal(Start.AddMinutes(1), read.IAmAliveTime);
        Assert.Equal(entry.SuspectTimes, read.SuspectTimes);
    }

    [Fact]
    public async Task OfConcurrentChangesFromOneVersionExactlyOneSucceeds()
    {
        foreach (var silo in Enumerable.Range(1, 4))
        {
            await InsertAsync(Entry(silo));
        }

        for (var round = 1; round <= 5; round++)
        {
            var next = await NextVersionAsync();
            // Updates of one silo, updates of several, and inserts, all from the same version.
            var changes = Enumerable.Range(0, 24).Select(change => Task.Run(
                () => change % 3 == 0
                    ? TryInsertAsync(Entry(100 * round + change), next)
                    : TryUpdateAsync(Entry(change % 4 + 1), next),
                Cancel));

            Assert.Single(await Task.WhenAll(changes), succeeded => succeeded);
            Assert.Equal(4 + round, (await ReadAllAsync()).Version.Version);
        }
    }

    [Fact]
    public async Task ASignOfLifeLeavesTheVersion()
    {
        var entry = Entry(1);
        await InsertAsync(entry);
        entry.IAmAliveTime = Start.AddHours(1);

        await Table.UpdateIAmAliveAsync(entry, Cancel);

        var data = await ReadAllAsync();
        Assert.Equal(1, data.Version.Version);
        Assert.Equal(Start.AddHours(1), Assert.Single(data.Members).Item1.IAmAliveTime);
    }

    [Fact]
    public async Task OldDeadSilosAreCleanedUpAndNoOthers()
    {
        await InsertAsync(Entry(1, SiloStatus.Active));
        await InsertAsync(Entry(2, SiloStatus.Dead));
        await InsertAsync(Entry(3, SiloStatus.Joining));
        var recent = Entry(4, SiloStatus.Dead);
        recent.IAmAliveTime = Start.AddHours(2);
        await InsertAsync(recent);
        foreach (var (silo, votes) in new[] { (5, 0), (6, 2) })
        {
            var dead = Entry(silo, SiloStatus.Dead);
            await InsertAsync(dead);
            dead.SuspectTimes = [.. Enumerable.Range(0, votes).Select(vote => Tuple.Create(Entry(vote).SiloAddress, Start))];
            Assert.True(await TryUpdateAsync(dead, await NextVersionAsync()));
        }

        await Table.CleanupDefunctSiloEntriesAsync(Start.AddHours(1), Cancel);

        var data = await ReadAllAsync();
        Assert.Equal(8, data.Version.Version);
        Assert.Equal(["silo-1", "silo-3", "silo-4"], data.Members.Select(member => member.Item1.SiloName).Order());
    }

    [Fact]
    public async Task DeletingAClusterRemovesItsSilosAndItsVersion()
    {
        await InsertAsync(Entry(1));

        await Table.DeleteMembershipTableEntriesAsync("cluster-a", Cancel);

        await Table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancel);
        var data = await ReadAllAsync();
        Assert.Equal(0, data.Version.Version);
        Assert.Empty(data.Members);
    }

    [Fact]
    public async Task ClientsSeeTheGatewaysOfActiveSilos()
    {
        await InsertAsync(Entry(1, SiloStatus.Active));
        await InsertAsync(Entry(2, SiloStatus.Joining));
        var withoutGateway = Entry(3, SiloStatus.Active);
        withoutGateway.ProxyPort = 0;
        await InsertAsync(withoutGateway);
        using var client = BuildClient();
        var gateways = client.Services.GetRequiredService<IGatewayListProvider>();
        await gateways.InitializeGatewayListProvider();

        Assert.Equal(["10.0.0.1:30001"], (await gateways.GetGateways()).Select(gateway => gateway.Authority));
    }

    [Fact]
    public async Task ASiloThatMayNotChangeTheSchemaJoinsAndLeaves()
    {
        var silo = new NpgsqlConnectionStringBuilder(_connectionString) { Username = $"silo_{Guid.NewGuid():N}" };
        await ExecuteAsync($"""
            CREATE ROLE {silo.Username} LOGIN;
            GRANT SELECT ON quotagrid_schema, OrleansQuery TO {silo.Username};
            GRANT SELECT, INSERT, UPDATE, DELETE ON OrleansStorage, OrleansMembershipTable, OrleansMembershipVersionTable TO {silo.Username};
            """);
        _connectionString = silo.ConnectionString;
        await new PostgresDatabase(_connectionString).CheckAsync(Cancel);
        using var host = BuildSilo();

        await host.StartAsync(Cancel);
        Assert.Equal(SiloStatus.Active, Assert.Single((await ReadAllAsync()).Members).Item1.Status);
        await host.StopAsync(Cancel);

        Assert.Equal(SiloStatus.Dead, Assert.Single((await ReadAllAsync()).Members).Item1.Status);
    }

    private static MembershipEntry Entry(int silo, SiloStatus status = SiloStatus.Joining) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Parse($"10.0.{silo / 256}.{silo % 256}"), 11111), silo),
        SiloName = $"silo-{silo}",
        HostName = $"host-{silo}",
        Status = status,
        ProxyPort = 30000 + silo,
        StartTime = Start,
        IAmAliveTime = Start,
    };

    private Task<MembershipTableData> ReadAllAsync() => Table.ReadAllAsync(Cancel);

    private async Task<TableVersion> NextVersionAsync() => (await ReadAllAsync()).Version.Next();

    private Task<bool> TryInsertAsync(MembershipEntry entry, TableVersion next) => Table.InsertRowAsync(entry, next, Cancel);

    // The provider has one ETag: a row's is the version's.
    private Task<bool> TryUpdateAsync(MembershipEntry entry, TableVersion next) =>
        Table.UpdateRowAsync(entry, next.VersionEtag, next, Cancel);

    private async Task InsertAsync(MembershipEntry entry) =>
        Assert.True(await TryInsertAsync(entry, await NextVersionAsync()));

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(Cancel);
#pragma warning disable CA2100 // The test's own text.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private IHost BuildSilo()
    {
        var ports = LoopbackPorts.Find(2);
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(Name);
            silo.ConfigureEndpoints(IPAddress.Loopback, ports[0], ports[1]);
            silo.UseAdoNetClustering(options =>
            {
                options.Invariant = PostgresDatabase.Invariant;
                options.ConnectionString = _connectionString;
            });
        });
        return builder.Build();
    }

    private IHost BuildClient()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(Name);
            client.UseAdoNetClustering(options =>
            {
                options.Invariant = PostgresDatabase.Invariant;
                options.ConnectionString = _connectionString;
            });
        });
        return builder.Build();
    }

    private static void Name(ClusterOptions options)
    {
        options.ClusterId = "cluster-a";
        options.ServiceId = "quotagrid";
    }
}
