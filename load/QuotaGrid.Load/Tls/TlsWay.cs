using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QuotaGrid.Contracts.Transport;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Load.Compare;
using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Tls;

/// <summary>A silo, this process as its gateway, and TLS between them or not.</summary>
internal sealed class TlsWay : IAsyncDisposable
{
    private readonly ServerProcess _silo;
    private readonly IHost _gateway;
    private readonly AskedWay _strict;

    private TlsWay(ServerProcess silo, IHost gateway, TlsSettings settings, CompareLookups lookups, CancellationToken cancellation)
    {
        (_silo, _gateway) = (silo, gateway);
        _strict = new AskedWay(settings.Outstanding, async n => await Client.DecideAsync(CompareRun.Request(lookups, n), cancellation));
    }

    private QuotaGridClient Client => _gateway.Services.GetRequiredService<QuotaGridClient>();

    /// <summary>Starts both, and lets every identity be known.</summary>
    public static async Task<TlsWay> StartAsync(
        ServerSettings server, string[] siloArguments, TlsOptions? tls, TlsSettings settings, CompareLookups lookups, CancellationToken cancellation)
    {
        var silo = await ServerProcess.StartSiloAsync(server, "silo", cancellation, [.. siloArguments, "--snapshot-interval", "1m"]);
        var gateway = EmbeddedGateway.Compose(server.Database, server.Cluster, RandomNumberGenerator.GetBytes(32), log => log.ClearProviders(), tls);
        var way = new TlsWay(silo, gateway, settings, lookups, cancellation);
        try
        {
            await gateway.StartAsync(cancellation);
            await CompareRun.AskOfEachAsync(way.Client, lookups, cancellation);
            await way.MeasureAsync(settings.Span / 2);
            return way;
        }
        catch
        {
            await way.DisposeAsync();
            throw;
        }
    }

    /// <summary>Measures decisions of grains.</summary>
    public async Task<TlsTiming> MeasureAsync(TimeSpan span)
    {
        var before = _silo.ProcessorTime;
        var decisions = await _strict.MeasureAsync(span);
        return new TlsTiming(decisions, (_silo.ProcessorTime - before).TotalMicroseconds / (decisions.PerSecond * span.TotalSeconds));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _gateway.StopAsync();
        _gateway.Dispose();
        await _silo.DisposeAsync();
    }
}
