using System.Collections.Concurrent;
using QuotaGrid.Contracts.Sentinel;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Containment;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Grains.Sentinel;

/// <summary>
/// Tells the sentinel each second who was convicted here, and keeps this silo's copy of what is done about cohorts: within a second after the next conviction here, else within five. No decision waits for it, and where nobody is
/// watched there are no messages.
/// </summary>
internal sealed class SiloSentinel(IGrainFactory grains, TimeProvider time, GrainInstruments instruments) : SiloLoop(Interval, time)
{
    /// <summary>The most convictions that wait to be told. One that comes when there are so many is not, and is counted: the identity is contained all the same.</summary>
    public const int MaxWaiting = 10_000;

    private const int TurnsToAsk = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<ConvictionNotice> _waiting = [];
    private readonly List<ConvictionNotice> _sending = [];
    private volatile ContainmentTable _table = ContainmentTable.Empty;
    private volatile bool _isWatching;
    private long _version;

    /// <summary>What is done about cohorts, as far as is known here.</summary>
    public ContainmentTable Table => _table;

    /// <summary>Takes notice that somebody is watched here.</summary>
    public void Watch()
    {
        // Each decision comes here: what is written is taken from every other processor's cache.
        if (!_isWatching)
        {
            _isWatching = true;
        }
    }

    /// <summary>Has a conviction told.</summary>
    public void Tell(ConvictionNotice notice)
    {
        if (_waiting.Count < MaxWaiting)
        {
            _waiting.Enqueue(notice);
        }
        else
        {
            instruments.OnNotices(GrainInstruments.Dropped, 1);
        }
    }

    /// <inheritdoc />
    protected override Task TurnAsync(int turn) =>
        _sending.Count > 0 || !_waiting.IsEmpty || (_isWatching && turn % TurnsToAsk == 0) ? ExchangeAsync() : Task.CompletedTask;

    /// <summary>Tells who was convicted here and was not told of yet.</summary>
    protected override async Task EndAsync()
    {
        for (var left = _sending.Count + _waiting.Count; left > 0; left -= ISentinelGrain.MaxNotices)
        {
            await ExchangeAsync();
        }
    }

    private async Task ExchangeAsync()
    {
        while (_sending.Count < ISentinelGrain.MaxNotices && _waiting.TryDequeue(out var notice))
        {
            _sending.Add(notice);
        }

        try
        {
            var reply = await grains.GetGrain<ISentinelGrain>(ISentinelGrain.Key).TellAsync([.. _sending], _version).AsTask().WaitAsync(Patience, Time);
            if (reply.Containments is { } containments)
            {
                (_table, _version) = (new ContainmentTable(containments), reply.Version);
            }

            instruments.OnNotices(GrainInstruments.Answered, _sending.Count);
            _sending.Clear();
        }
        catch (Exception)
        {
            // Told again with what comes next, which changes nothing where it had arrived.
            instruments.OnNotices(GrainInstruments.Failed, _sending.Count);
        }
    }
}
