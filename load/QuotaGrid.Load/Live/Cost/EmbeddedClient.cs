using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Live.Cost;

/// <summary>The runner's own process as a gateway of the cluster, so that what a decision costs is not hidden behind what HTTP does.</summary>
public sealed class EmbeddedClient : IAsyncDisposable
{
    private readonly IHost _host;

    private EmbeddedClient(IHost host) => (_host, Client) = (host, host.Services.GetRequiredService<QuotaGridClient>());

    /// <summary>What a gateway's code asks.</summary>
    public QuotaGridClient Client { get; }

    /// <summary>Connects.</summary>
    public static async Task<EmbeddedClient> StartAsync(LiveCluster cluster, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var host = EmbeddedGateway.Compose(cluster.Database, LiveCluster.Name, cluster.Secret, log => log.ClearProviders());
        try
        {
            await host.StartAsync(cancellation);
            return new EmbeddedClient(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Decides. While many identities wait for their first row, some are told to come again, and do.</summary>
    public async Task DecideAsync(DecisionRequest request, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await Client.DecideAsync(request, cancellation);
                return;
            }
            catch (QuotaUnavailableException)
            {
                await Task.Delay(QuotaUnavailableException.RetryAfter, TimeProvider.System, cancellation);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
