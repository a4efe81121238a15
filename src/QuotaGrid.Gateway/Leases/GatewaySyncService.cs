using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QuotaGrid.Contracts.Health;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Time;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Gateway.Outcomes;

namespace QuotaGrid.Gateway.Leases;

/// <summary>
/// Tells the silos what the gateway did: each interval one message with the reports of all identities that have something to report, and the outcomes that wait. While as many messages are on their
/// way as may be, none is added: what is to be said keeps, and leases that are not renewed end.
/// </summary>
internal sealed partial class GatewaySyncService(
    IGrainFactory grains,
    LeaseTable table,
    OutcomeReporter outcomes,
    GatewayClock clock,
    IOptions<QuotaGridGatewayOptions> options,
    GatewayInstruments instruments,
    Heartbeats heartbeats,
    TimeProvider time,
    ILogger<GatewaySyncService> logger) : BackgroundService
{
    /// <summary>The loop's name among the process's heartbeats.</summary>
    public const string Loop = "reports";

    /// <summary>The most messages on their way.</summary>
    public const int MaxInFlight = 16;

    private readonly List<Task> _inFlight = [];
    private List<LeaseEntry> _active = [];
    private uint _ingress;

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        outcomes.Complete();
        await base.StopAsync(cancellationToken);

        // Each identity's lease is returned once, however many there are.
        for (SendAll(isLast: true); _inFlight.Count > 0 && !cancellationToken.IsCancellationRequested; SendAll(isLast: true))
        {
            await Task.WhenAll(_inFlight);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SyncInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            SendAll(isLast: false);

            // Whether silos answer does not matter: nothing here waits for them.
            heartbeats.Beat(Loop);
        }
    }

    private void SendAll(bool isLast)
    {
        var now = clock.Now;
        _inFlight.RemoveAll(message => message.IsCompleted);
        table.TakeListed(_active);

        // A message is answered when its slowest report is: those that nobody answered last time hold up no others.
        var (messages, kept) = (new Message[] { new(), new() }, new List<LeaseEntry>());
        foreach (var entry in _active)
        {
            var message = messages[entry.IsUnanswered ? 1 : 0];
            if (message.Syncs.Count == IIngressGrain.MaxIdentities)
            {
                Send(message);
                messages[entry.IsUnanswered ? 1 : 0] = message = new();
            }

            var isOver = isLast || entry.IsEvicted;
            if (_inFlight.Count >= MaxInFlight)
            {
                kept.Add(entry);
            }
            else if (Report(entry, isOver, now) is { } report)
            {
                message.Entries.Add(entry);
                message.Syncs.Add(new IdentitySync(entry.Identity, new SyncRequest(entry.Capability, report) { Tenant = entry.Tenant }));
                kept.Add(entry);
            }
            else if (!isOver && !entry.Holder.IsSettled)
            {
                kept.Add(entry);
            }
            else
            {
                table.Unlist(entry);
            }
        }

        _active = kept;
        if (messages[1].Syncs.Count > 0)
        {
            Send(messages[1]);
        }

        if (messages[0].Syncs.Count > 0)
        {
            Send(messages[0]);
        }

        while (_inFlight.Count < MaxInFlight && outcomes.HasWaiting)
        {
            Send(new());
        }
    }

    // Of an entry that is over the last report is sent once, and never again: if it is lost, what is left of its lease ends with its deadline.
    private SyncReport? Report(LeaseEntry entry, bool isOver, Instant now) =>
        !isOver ? entry.Holder.NextReport(now, options.Value.DecisionTimeout)
        : entry.Holder.IsSettled || !entry.TryEnd() ? null
        : entry.Holder.LastReport(now);

    private void Send(Message message)
    {
        instruments.OnSync(message.Syncs.Count);
        _inFlight.Add(SendAsync(message.Entries, new GatewaySync(message.Syncs.DrainToImmutable(), outcomes.Take(IIngressGrain.MaxIdentities))));
    }

    private async Task SendAsync(List<LeaseEntry> entries, GatewaySync sync)
    {
        try
        {
            var patience = options.Value.DecisionTimeout;
            var reply = await grains.GetIngress(OutcomeReporter.NextIngress(ref _ingress)).SyncAsync(sync, patience).AsTask().WaitAsync(patience, time);
            var unanswered = 0;
            for (var i = 0; i < entries.Count; i++)
            {
                entries[i].IsUnanswered = reply.Replies[i] is null;
                if (reply.Replies[i] is { } answer)
                {
                    entries[i].Take(answer, clock.Now);
                }
                else
                {
                    unanswered++;
                }
            }

            instruments.OnUnanswered(unanswered);
            outcomes.OnSent(sync.Outcomes.Length, reply.LostOutcomes);
        }
        catch (Exception e)
        {
            // Reports are sent again; whether the outcomes were counted is unknown, and counting them twice would be worse than not at all.
            entries.ForEach(entry => entry.IsUnanswered = true);
            instruments.OnUnanswered(entries.Count);
            outcomes.OnSent(sync.Outcomes.Length, sync.Outcomes.Length);
            LogUnanswered(logger, entries.Count, sync.Outcomes.Length, e);
        }
    }

    private sealed class Message
    {
        public List<LeaseEntry> Entries { get; } = [];

        public ImmutableArray<IdentitySync>.Builder Syncs { get; } = ImmutableArray.CreateBuilder<IdentitySync>();
    }

    [LoggerMessage(1, LogLevel.Warning, "No silo took {Reports} reports, which are sent again, and {Outcomes} outcome reports, which are dropped.")]
    private static partial void LogUnanswered(ILogger logger, int reports, int outcomes, Exception exception);
}
