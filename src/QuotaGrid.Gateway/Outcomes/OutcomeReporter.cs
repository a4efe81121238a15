using System.Collections.Immutable;
using System.Threading.Channels;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Gateway.Hosting;

namespace QuotaGrid.Gateway.Outcomes;

/// <summary>
/// Gathers outcome reports, which ride along with what the gateway tells the silos each interval. Each is sent at most once, because the grain counts what it is told; what cannot be sent is counted as
/// dropped. What waits when the process stops is sent before it does.
/// </summary>
public sealed class OutcomeReporter(GatewayInstruments instruments)
{
    /// <summary>The most reports that wait.</summary>
    public const int MaxWaiting = 1000;

    /// <summary>How many keys of ingress grains are used, from 0: a client sends all messages to one key through one silo, and a few keys use them all.</summary>
    internal const uint IngressKeys = 16;

    private readonly Channel<IdentityOutcomes> _waiting = Channel.CreateBounded<IdentityOutcomes>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Whether reports wait.</summary>
    internal bool HasWaiting => _waiting.Reader.TryPeek(out _);

    /// <summary>Puts a report in line.</summary>
    /// <returns>False when <see cref="MaxWaiting"/> wait already or the process is stopping; the report is dropped and counted.</returns>
    public bool TryReport(IdentityOutcomes report)
    {
        var taken = _waiting.Writer.TryWrite(report);
        instruments.OnOutcomes(GatewayInstruments.Dropped, taken ? 0 : 1);
        return taken;
    }

    /// <summary>The next of the keys by which messages are spread over silos.</summary>
    internal static long NextIngress(ref uint last) => Interlocked.Increment(ref last) % IngressKeys;

    /// <summary>Takes no more reports.</summary>
    internal void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Takes reports out of the line.</summary>
    internal ImmutableArray<IdentityOutcomes> Take(int most)
    {
        var reports = ImmutableArray.CreateBuilder<IdentityOutcomes>();
        while (reports.Count < most && _waiting.Reader.TryRead(out var report))
        {
            reports.Add(report);
        }

        return reports.DrainToImmutable();
    }

    /// <summary>Counts reports that were sent.</summary>
    internal void OnSent(int reports, int lost)
    {
        instruments.OnOutcomes(GatewayInstruments.Sent, reports - lost);
        instruments.OnOutcomes(GatewayInstruments.Dropped, lost);
    }
}
