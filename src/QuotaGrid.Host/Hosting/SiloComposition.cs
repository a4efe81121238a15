using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Dashboard;
using QuotaGrid.Contracts.Transport;
using QuotaGrid.Grains.Hosting;
using QuotaGrid.Grains.Policies;
using QuotaGrid.Grains.Storage;
using QuotaGrid.Host.Secrets;
using QuotaGrid.Host.Settings;
using QuotaGrid.Host.Storage;

namespace QuotaGrid.Host.Hosting;

/// <summary>Makes a process a silo.</summary>
internal static class SiloComposition
{
    // As Standard Webhooks writes secrets.
    private const string WebhookSecretPrefix = "whsec_";

    /// <summary>The silo of the embedded default: alone, on loopback, with SQLite.</summary>
    public static void AddEmbeddedSilo(this WebApplicationBuilder builder, HostSettings settings, PolicyDocumentSource policies, SqliteDatabase database)
    {
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(settings.SiloPort, settings.GatewayPort, serviceId: settings.Cluster, clusterId: settings.Cluster);
            silo.AddAdoNetGrainStorage(StorageNames.Provider, storage =>
            {
                storage.Invariant = SqliteDatabase.Invariant;
                storage.DataSource = database.DataSource;
                storage.GrainStorageSerializer = new StoredBytesSerializer();
            });
            Complete(silo, settings, policies);
        });
    }

    /// <summary>A silo of a cluster, with PostgreSQL for membership and grain state.</summary>
    public static void AddClusterSilo(this WebApplicationBuilder builder, HostSettings settings, PolicyDocumentSource policies, PostgresDatabase database)
    {
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.Cluster, settings.Cluster));
            silo.TuneMembership();
            silo.UseAdoNetClustering(clustering =>
            {
                clustering.Invariant = PostgresDatabase.Invariant;
                clustering.ConnectionString = database.ConnectionString;
            });
            silo.Configure<EndpointOptions>(endpoint =>
            {
                endpoint.SiloPort = settings.SiloPort;
                endpoint.GatewayPort = settings.GatewayPort;
                endpoint.AdvertisedIPAddress = settings.Advertise ?? endpoint.AdvertisedIPAddress;
                endpoint.SiloListeningEndpoint = new IPEndPoint(ListenAddress(settings), settings.SiloPort);
                endpoint.GatewayListeningEndpoint = new IPEndPoint(ListenAddress(settings), settings.GatewayPort);
            });
            silo.AddAdoNetGrainStorage(StorageNames.Provider, storage =>
            {
                storage.Invariant = PostgresDatabase.Invariant;
                storage.ConnectionString = database.ConnectionString;
                storage.GrainStorageSerializer = new StoredBytesSerializer();
            });
            if (settings.Tls is not null)
            {
                silo.Configure<SiloConnectionOptions>(connections =>
                {
                    connections.ConfigureSiloInboundConnection(QuotaGridTransportExtensions.UseTlsFromSilos);
                    connections.ConfigureSiloOutboundConnection(QuotaGridTransportExtensions.UseTlsToSilos);
                    connections.ConfigureGatewayInboundConnection(QuotaGridTransportExtensions.UseTlsFromEdges);
                });
            }

            Complete(silo, settings, policies);
        });
    }

    /// <summary>Where a silo of a cluster listens: one that is reached on loopback only listens there only.</summary>
    public static IPAddress ListenAddress(HostSettings settings) => settings.Advertise switch
    {
        { } address when IPAddress.IsLoopback(address) => address,
        { AddressFamily: AddressFamily.InterNetworkV6 } => IPAddress.IPv6Any,
        _ => IPAddress.Any,
    };

    private static void Complete(ISiloBuilder silo, HostSettings settings, PolicyDocumentSource policies)
    {
        var webhookSecret = settings.WebhookSecretFile is { } file ? SecretFile.Read(file, WebhookSecretPrefix) : [];
        silo.AddQuotaGrid(policies, options =>
        {
            options.SnapshotInterval = settings.SnapshotInterval;
            options.WebhookUrl = settings.WebhookUrl;
            options.WebhookSecret = webhookSecret;
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = settings.SiloResponseTimeout);
        silo.AddDashboard();
    }
}
