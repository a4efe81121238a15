using Orleans.Configuration;
using QuotaGrid.Contracts.Transport;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Host.Settings;
using QuotaGrid.Host.Storage;

namespace QuotaGrid.Host.Hosting;

/// <summary>Makes a process a gateway.</summary>
internal static class EdgeComposition
{
    private static readonly TimeSpan ConnectionRetry = TimeSpan.FromSeconds(1);

    // An edge goes on sending through a silo that hangs until it reads that the silo is out; Orleans would read every minute.
    private static readonly TimeSpan GatewayListRefresh = TimeSpan.FromSeconds(3);

    /// <summary>Adds the gateway library; the process is a silo, or a client of silos.</summary>
    public static void AddGateway(this WebApplicationBuilder builder, HostSettings settings, byte[] secret, byte[] otherSecret) =>
        builder.Services.AddQuotaGridGateway(options =>
        {
            options.Secret = secret;
            options.OtherSecret = otherSecret;
            options.DecisionTimeout = settings.DecisionTimeout;
        });

    /// <summary>Makes the process a client of the cluster's silos. Without a silo it waits for one, and starts when there is.</summary>
    public static void AddClusterClient(this WebApplicationBuilder builder, HostSettings settings, PostgresDatabase database) =>
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.Cluster, settings.Cluster));
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = settings.DecisionTimeout);
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = GatewayListRefresh);
            client.UseAdoNetClustering(clustering =>
            {
                clustering.Invariant = PostgresDatabase.Invariant;
                clustering.ConnectionString = database.ConnectionString;
            });
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(ConnectionRetry, TimeProvider.System, cancellationToken);
                return true;
            });
            if (settings.Tls is not null)
            {
                client.Configure<ClientConnectionOptions>(connections => connections.ConfigureConnection(QuotaGridTransportExtensions.UseTlsToSilos));
            }

            client.AddActivityPropagation();
        });
}
