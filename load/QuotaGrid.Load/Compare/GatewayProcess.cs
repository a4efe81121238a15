using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Hosting;

namespace QuotaGrid.Load.Compare;

/// <summary>This process as a gateway of a server on this machine.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly IHost _host;

    private GatewayProcess(IHost host) => _host = host;

    /// <summary>What a gateway's code asks.</summary>
    public QuotaGridClient Client => _host.Services.GetRequiredService<QuotaGridClient>();

    /// <summary>Connects.</summary>
    public static async Task<GatewayProcess> StartAsync(int port, CancellationToken cancellation)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleansClient(client => client.UseLocalhostClustering(port, serviceId: "quotagrid", clusterId: "quotagrid"));
        builder.Services.AddQuotaGridGateway(options => options.Secret = RandomNumberGenerator.GetBytes(32));
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return new GatewayProcess(host);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
