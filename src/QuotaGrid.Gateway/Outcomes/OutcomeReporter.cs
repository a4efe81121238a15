using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Gateway.Hosting;

namespace QuotaGrid.Gateway.Outcomes;

/// <summary>
/// Gathers outcome reports and sends them together, one message per interval for all identities. Each is sent at most once, because the grain counts what
/// it is told; what cannot be sent is counted as dropped. What waits when the process stops is sent before it does.
/// </summary>
public sealed partial class OutcomeReporter(
    IGrainFactory grains,
    IOptions<QuotaGridGatewayOptions> options,
    GatewayInstruments instruments,
    TimeProvider time,
    ILogger<OutcomeReporter> logger) : BackgroundService
{
    /// <summary>The most reports that wait.</summary>
    public const int MaxWaiting = 1000;

    // A client sends all messages to one grain key through one silo; a few keys use them all.
    private const uint IngressKeys = 16;

    private readonly Channel<IdentityOutcomes> _waiting = Channel.CreateBounded<IdentityOutcomes>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private uint _ingress;

    /// <summary>Puts a report in line.</summary>
    /// <returns>False when <see cref="MaxWaiting"/> wait already or the process is stopping; the report is dropped and counted.</returns>
    public bool TryReport(IdentityOutcomes report)
    {
        var taken = _waiting.Writer.TryWrite(report);
        instruments.OnOutcomes(GatewayInstruments.Dropped, taken ? 0 : 1);
        return taken;
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        await SendWaitingAsync();
    }

    /// <summary>The next of the keys by which messages are spread over silos.</summary>
    internal static long NextIngress(ref uint last) => Interlocked.Increment(ref last) % IngressKeys;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.OutcomeInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await SendWaitingAsync();
        }
    }

    private async Task SendWaitingAsync()
    {
        while (_waiting.Reader.TryPeek(out _))
        {
            var reports = ImmutableArray.CreateBuilder<IdentityOutcomes>();
            while (reports.Count < IIngressGrain.MaxIdentities && _waiting.Reader.TryRead(out var report))
            {
                reports.Add(report);
            }

            await SendAsync(reports.DrainToImmutable());
        }
    }

    private async Task SendAsync(ImmutableArray<IdentityOutcomes> reports)
    {
        try
        {
            var lost = await grains.GetGrain<IIngressGrain>(NextIngress(ref _ingress)).RecordOutcomesAsync(reports);
            instruments.OnOutcomes(GatewayInstruments.Sent, reports.Length - lost);
            instruments.OnOutcomes(GatewayInstruments.Dropped, lost);
        }
        catch (Exception e)
        {
            // Whether a silo counted them is unknown, and counting twice would be worse than not at all.
            instruments.OnOutcomes(GatewayInstruments.Dropped, reports.Length);
            LogDropped(logger, reports.Length, e);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Reports} outcome reports were dropped: no silo took them.")]
    private static partial void LogDropped(ILogger logger, int reports, Exception exception);
}
