using Orleans.Configuration;
using QuotaGrid.Contracts.Files;
using QuotaGrid.Contracts.Transport;

namespace QuotaGrid.Gateway.Hosting;

/// <summary>Secures a gateway process's connections to silos.</summary>
public static class QuotaGridClientBuilderExtensions
{
    /// <summary>Uses TLS, as all silos of the cluster have to. Files are read now, and again when they change.</summary>
    /// <exception cref="UnusableFileException">The files cannot be used.</exception>
    public static IClientBuilder UseQuotaGridTls(this IClientBuilder client, TlsOptions options)
    {
        client.Services.AddQuotaGridTls(options, TlsCredentials.Watch(options, TlsSide.Edge, TimeProvider.System.GetUtcNow()));
        client.Configure<ClientConnectionOptions>(connections => connections.ConfigureConnection(QuotaGridTransportExtensions.UseTlsToSilos));
        return client;
    }
}
