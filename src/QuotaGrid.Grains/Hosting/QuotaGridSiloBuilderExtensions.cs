using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using QuotaGrid.Contracts.Health;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Grains.Alerts;
using QuotaGrid.Grains.Budgets;
using QuotaGrid.Grains.Cohorts;
using QuotaGrid.Grains.Coverage;
using QuotaGrid.Grains.Health;
using QuotaGrid.Grains.Identities;
using QuotaGrid.Grains.Owners;
using QuotaGrid.Grains.Policies;
using QuotaGrid.Grains.Sentinel;

namespace QuotaGrid.Grains.Hosting;

/// <summary>Adds QuotaGrid's grains to a silo.</summary>
public static class QuotaGridSiloBuilderExtensions
{
    private const int QueuedRequestsWarning = 500;
    private const int QueuedRequestsLimit = 1000;

    // An identity that leaves memory or moves again and again is followed so often; by default Orleans gives up after two.
    private const int Forwards = 6;

    // Identities leave memory from 80 % on, as Orleans has it, so that a silo gets to where it refuses everything only when they cannot leave fast enough.
    private const int SheddingMemory = 90;

    // Never: a silo that is busy all the time is well, and one that is behind drops what nobody waits for any more.
    private const int SheddingCpu = 100;

    // A flood of new names fills some tens of megabytes a second.
    private static readonly TimeSpan MemoryPolling = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Adds QuotaGrid's grains. The silo needs a grain storage provider named <see cref="Storage.StorageNames.Provider"/> that serializes with
    /// <see cref="Storage.StoredBytesSerializer"/>.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="policies">The policy document that this silo brings along.</param>
    /// <param name="configure">Changes to the options' defaults.</param>
    public static ISiloBuilder AddQuotaGrid(this ISiloBuilder silo, PolicyDocumentSource policies, Action<QuotaGridSiloOptions>? configure = null)
    {
        silo.Services.AddOptions<QuotaGridSiloOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        silo.Services.AddSingleton<IValidateOptions<QuotaGridSiloOptions>, QuotaGridSiloOptionsValidator>();
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton<PolicyCache>();
        silo.Services.TryAddSingleton<Heartbeats>();
        silo.Services.AddSingleton<SiloClock>();
        silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.ActivationManagement, (services, _) => services.GetRequiredService<SiloClock>());
        silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, (services, _) => services.GetRequiredService<SiloClock>());
        silo.Services.AddSingleton<GrainInstruments>();
        silo.Services.AddSingleton<SnapshotLog>();
        silo.Services.AddSingleton<OwnerServices>();
        silo.Services.AddSingleton<LocalIdentities>();
        AddLoop<SiloBudgets>(silo.Services);
        AddLoop<SiloCoverage>(silo.Services);
        AddLoop<SiloCohorts>(silo.Services);
        AddLoop<SiloSentinel>(silo.Services);
        silo.Services.AddSingleton<LocalGrains>();
        silo.Services.AddSingleton<IConfigureGrainContextProvider>(services => services.GetRequiredService<LocalGrains>());
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SiloDrain>();
        silo.Services.AddSingleton<Webhooks>();
        silo.Services.AddHostedService(services => services.GetRequiredService<Webhooks>());
        silo.Services.AddSingleton<OperatorAlerts>();
        silo.Services.AddSingleton(policies);
        silo.Services.AddHostedService<PolicyPublisher>();
        silo.Services.AddHostedService<SiloPulse>();
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PolicyRefresher>());
        return ConfigureRuntime(silo);
    }

    private static void AddLoop<T>(IServiceCollection services)
        where T : SiloLoop
    {
        services.AddSingleton<T>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<T>());
        services.AddSingleton<SiloLoop>(provider => provider.GetRequiredService<T>());
    }

    /// <summary>What QuotaGrid needs otherwise than Orleans has it by default; ARCHITECTURE.md says why.</summary>
    private static ISiloBuilder ConfigureRuntime(ISiloBuilder silo)
    {
        silo.AddDistributedGrainDirectory();
        silo.Configure<GrainDirectoryOptions>(directory => directory.RangeLeaseDuration = TimeSpan.Zero);
        silo.Services.AddOptions<GrainCollectionOptions>().Configure<IOptions<QuotaGridSiloOptions>>((collection, quotaGrid) =>
        {
            collection.CollectionQuantum = TimeSpan.FromSeconds(30);
            collection.ClassSpecificCollectionAge[typeof(IdentityGrain).FullName!] = quotaGrid.Value.IdleAge;
            collection.EnableActivationSheddingOnMemoryPressure = true;
            collection.MemoryUsagePollingPeriod = MemoryPolling;
        });
        silo.Configure<LoadSheddingOptions>(shedding =>
        {
            shedding.LoadSheddingEnabled = true;
            shedding.MemoryThreshold = SheddingMemory;
            shedding.CpuThreshold = SheddingCpu;
        });
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.MaxForwardCount = Forwards;
            messaging.MaxEnqueuedRequestsSoftLimit = QueuedRequestsWarning;
            messaging.MaxEnqueuedRequestsHardLimit = QueuedRequestsLimit;
            messaging.MaxEnqueuedRequestsSoftLimit_StatelessWorker = QueuedRequestsWarning;
            messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker = QueuedRequestsLimit;
        });
        // A storage driver's exception is none that Orleans sends by default, and one that cannot be sent takes the whole message with it, and with that
        // the answers of every other identity in it.
        silo.Services.Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedExceptionTypeFilter = _ => true);
        return silo.AddActivityPropagation();
    }
}
