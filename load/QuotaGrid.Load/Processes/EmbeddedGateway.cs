using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using QuotaGrid.Contracts.Transport;
using QuotaGrid.Gateway.Hosting;

namespace QuotaGrid.Load.Processes;

/// <summary>A process that embeds the gateway library, as a client of a cluster's silos, which it finds through PostgreSQL.</summary>
public static class EmbeddedGateway
{
    private const string Invariant = "Npgsql";

    // As in the product's edge: as long as a decision may take, and how often it reads who the silos are.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GatewayListRefresh = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ConnectionRetry = TimeSpan.FromSeconds(1);

    /// <summary>Composes its host. Nothing is started.</summary>
    /// <param name="database">The PostgreSQL connection.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="secret">The cluster's secret.</param>
    /// <param name="log">Where it logs.</param>
    /// <param name="tls">How its connections are secured, or null for not at all.</param>
    public static IHost Compose(string database, string cluster, ReadOnlyMemory<byte> secret, Action<ILoggingBuilder> log, TlsOptions? tls = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        log(builder.Logging);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(named => (named.ClusterId, named.ServiceId) = (cluster, cluster));
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = GatewayListRefresh);
            client.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (Invariant, database));
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(ConnectionRetry, TimeProvider.System, cancellationToken);
                return true;
            });
            if (tls is not null)
            {
                client.UseQuotaGridTls(tls);
            }
        });
        builder.Services.AddQuotaGridGateway(options => options.Secret = secret);
        return builder.Build();
    }
}
