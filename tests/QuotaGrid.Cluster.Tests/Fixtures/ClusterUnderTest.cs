using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Orleans.TestingHost;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Grains.Hosting;
using QuotaGrid.Grains.Policies;
using QuotaGrid.Grains.Storage;
using QuotaGrid.Host.Storage;

namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>
/// Silos in this process with QuotaGrid's grains on the real SQLite storage, behind a probe. All silos share one database, as they would share PostgreSQL.
/// </summary>
internal sealed class ClusterUnderTest : IAsyncDisposable
{
    /// <summary>The name under which an identity is stored: part of the stored format.</summary>
    public const string IdentityStateName = "identity";

    private const string RealStorage = "real";
    private const string ServiceId = "quotagrid-test";

    private readonly SqliteDatabase _database;

    private ClusterUnderTest(InProcessTestCluster cluster, SqliteDatabase database, StorageProbe probe, LogCollector log)
    {
        Cluster = cluster;
        Probe = probe;
        Log = log;
        _database = database;
    }

    public InProcessTestCluster Cluster { get; }

    public StorageProbe Probe { get; }

    public LogCollector Log { get; }

    public IGrainFactory Grains => Cluster.Client;

    /// <summary>The storage below the probe.</summary>
    public IGrainStorage Storage => Cluster.Silos[0].SiloHost.Services.GetRequiredKeyedService<IGrainStorage>(RealStorage);

    /// <summary>The policies of each silo.</summary>
    public IEnumerable<PolicyCache> PolicyCaches => Cluster.Silos.Select(silo => silo.SiloHost.Services.GetRequiredService<PolicyCache>());

    /// <summary>Opens the database in a directory and starts silos on it.</summary>
    public static async Task<ClusterUnderTest> StartAsync(
        string directory, PolicyDocumentSource policies, short silos = 3, Action<ISiloBuilder>? configure = null, TimeSpan? snapshotInterval = null)
    {
        var database = await SqliteDatabase.OpenAsync(directory, TestContext.Current.CancellationToken);
        var probe = new StorageProbe();
        var log = new LogCollector();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ServiceId = ServiceId;
        builder.Options.ConfigureFileLogging = false;
        // The directory that AddQuotaGrid chooses, not one of the test cluster's own.
#pragma warning disable ORLEANSEXP003
        builder.Options.UseDistributedGrainDirectory = true;
#pragma warning restore ORLEANSEXP003
        builder.ConfigureHost(host => host.Logging.ClearProviders().AddProvider(log));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddAdoNetGrainStorage(RealStorage, storage =>
            {
                storage.Invariant = SqliteDatabase.Invariant;
                storage.DataSource = database.DataSource;
                storage.GrainStorageSerializer = new StoredBytesSerializer();
            });
            silo.Services.AddKeyedSingleton<IGrainStorage>(
                StorageNames.Provider, (services, _) => new ProbedStorage(services.GetRequiredKeyedService<IGrainStorage>(RealStorage), probe));
            silo.AddQuotaGrid(policies, options =>
            {
                options.SnapshotInterval = snapshotInterval ?? TimeSpan.FromMilliseconds(100);

                // A busy machine is not what is tested.
                options.StoragePatience = TimeSpan.FromSeconds(10);

                // Tests wait for leases to end.
                options.LongestLeaseTime = options.LeaseTime;
            });
            configure?.Invoke(silo);
        });
        var cluster = builder.Build();
        try
        {
            await cluster.DeployAsync();
            return new ClusterUnderTest(cluster, database, probe, log);
        }
        catch
        {
            await cluster.DisposeAsync();
            database.Dispose();
            throw;
        }
    }

    /// <summary>An identity's grain, as the test's own client reaches it.</summary>
    public IIdentityGrain Identity(string name) => Grains.GetIdentity(Core.Identities.Identity.Parse(name));

    /// <summary>An identity's grain, as code within a silo reaches it.</summary>
    public IIdentityGrain Identity(string name, int silo) =>
        Cluster.Silos[silo].SiloHost.Services.GetRequiredService<IGrainFactory>().GetIdentity(Core.Identities.Identity.Parse(name));

    /// <summary>The silo that a grain is active on.</summary>
    public InProcessSiloHandle SiloOf(IAddressable grain)
    {
        Assert.True(Cluster.TryGetGrainContext(grain.GetGrainId(), out var context));
        return Cluster.GetSiloForAddress(context.Address.SiloAddress!)!;
    }

    /// <summary>What storage has of a grain now.</summary>
    public async Task<GrainState<StoredBytes>> ReadAsync(IAddressable grain)
    {
        var state = new GrainState<StoredBytes>(new StoredBytes());
        await Storage.ReadStateAsync(IdentityStateName, grain.GetGrainId(), state);
        return state;
    }

    /// <summary>An identity as it is stored now.</summary>
    public async Task<IdentityState> ReadIdentityAsync(IIdentityGrain grain) => IdentityState.Decode((await ReadAsync(grain)).State!.Value);

    /// <summary>What is left of each limit of a plan for another activation that takes over what is stored now.</summary>
    public async Task<IReadOnlyList<long>> ReadRemainingAsync(IIdentityGrain grain, Plan plan)
    {
        var now = Core.Time.Instant.From(TimeProvider.System.GetUtcNow());
        var state = (await ReadIdentityAsync(grain)).Find(TestPolicies.Lookup)!;
        return state.Peek(TestPolicies.Definition, TestPolicies.PolicyOf(plan), now).Select(limit => limit.Remaining).ToArray();
    }

    /// <summary>Opens the database beside the provider.</summary>
    public ValueTask<DbConnection> OpenConnectionAsync() => _database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _database.Dispose();
    }
}
