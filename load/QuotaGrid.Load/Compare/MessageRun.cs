using System.Diagnostics;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Load.Compare;

/// <summary>Asks at a steady rate, whatever the answers take, and counts what the gateways send to the silos for it.</summary>
internal sealed class MessageRun(IReadOnlyList<GatewayProcess> gateways, MessageCounter messages, Process? silo) : IDisposable
{
    // More would only wait at the silo.
    private const int MaxOutstanding = 2_000;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _slots = new(MaxOutstanding);
    private long _admitted;

    /// <summary>Asks for known targets of identities, each gateway in turn.</summary>
    /// <param name="capability">What is asked for.</param>
    /// <param name="identities">How many identities ask, one after the other.</param>
    /// <param name="prefix">What their names begin with.</param>
    /// <param name="perSecond">Lookups a second.</param>
    /// <param name="span">How long it is measured, after half as long again.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<MessageTiming> MeasureAsync(Capability capability, int identities, string prefix, int perSecond, TimeSpan span, CancellationToken cancellation)
    {
        var names = Enumerable.Range(0, identities).Select(i => Identity.Parse($"{prefix}-{i:d6}")).ToArray();
        await Parallel.ForAsync(
            0,
            identities,
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellation },
            async (i, _) => await AskAsync(capability, names[i], gateways[i % gateways.Count], until: true, cancellation));
        await RunAsync(capability, names, perSecond, span / 2, cancellation);

        var (sent, admitted, busy) = (messages.Sent, Interlocked.Read(ref _admitted), Busy());
        var (asked, seconds) = await RunAsync(capability, names, perSecond, span, cancellation);
        var more = Interlocked.Read(ref _admitted) - admitted;
        return new MessageTiming(asked / seconds, more / seconds, (messages.Sent - sent) / seconds, (Busy() - busy).TotalMicroseconds / more);
    }

    /// <inheritdoc />
    public void Dispose() => _slots.Dispose();

    private async Task<(long Asked, double Seconds)> RunAsync(Capability capability, Identity[] names, int perSecond, TimeSpan span, CancellationToken cancellation)
    {
        var (began, asked) = (Stopwatch.GetTimestamp(), 0L);
        using var timer = new PeriodicTimer(Slice);
        while (Stopwatch.GetElapsedTime(began) is var passed && passed < span)
        {
            for (var due = (long)(passed.TotalSeconds * perSecond); asked < due; asked++)
            {
                await _slots.WaitAsync(cancellation);
                _ = AskThenReleaseAsync(capability, names[asked % names.Length], gateways[(int)(asked % gateways.Count)], cancellation);
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        for (var i = 0; i < MaxOutstanding; i++)
        {
            await _slots.WaitAsync(cancellation);
        }

        _slots.Release(MaxOutstanding);
        return (asked, seconds);
    }

    private async Task AskThenReleaseAsync(Capability capability, Identity identity, GatewayProcess gateway, CancellationToken cancellation)
    {
        try
        {
            await AskAsync(capability, identity, gateway, until: false, cancellation);
        }
        finally
        {
            _slots.Release();
        }
    }

    // The first decision about an identity waits until its row is stored; while many wait, some are told to come again.
    private async Task AskAsync(Capability capability, Identity identity, GatewayProcess gateway, bool until, CancellationToken cancellation)
    {
        do
        {
            try
            {
                var decision = await gateway.Client.DecideAsync(new DecisionRequest(identity, capability, ["+14155550100"]), cancellation);
                Interlocked.Add(ref _admitted, decision.Allowed.Count);
                return;
            }
            catch (QuotaUnavailableException)
            {
                await Task.Delay(until ? QuotaUnavailableException.RetryAfter : TimeSpan.Zero, TimeProvider.System, cancellation);
            }
        }
        while (until);
    }

    private TimeSpan Busy()
    {
        silo?.Refresh();
        return silo?.TotalProcessorTime ?? TimeSpan.Zero;
    }
}
