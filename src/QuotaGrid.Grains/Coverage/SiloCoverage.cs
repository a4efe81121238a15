using System.Collections.Concurrent;
using QuotaGrid.Contracts.Coverage;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Grains.Coverage;

/// <summary>
/// Keeps up what this silo knows of what everybody asks for: each second it tells the regions that something was asked for in, and every five seconds it asks those that it has a copy of; so messages are
/// bounded by regions and not by lookups. No decision waits for it.
/// </summary>
internal sealed class SiloCoverage : SiloLoop
{
    /// <summary>The most regions that are fetched because somebody looked and they were not here; more wait for the next second.</summary>
    public const int MaxWanted = 1_000;

    // A silo behind a slow database or network has no more messages under way than this.
    private const int MaxInFlight = 64;
    private const int TurnsToAsk = 5;
    private const int TurnsToVote = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CoverageReplica _replica = new(Window);
    private readonly CoverageMarks _marks = new(Window);
    private readonly ConcurrentDictionary<RegionKey, bool> _wanted = [];
    private readonly ConcurrentDictionary<Capability, bool> _capabilities = [];
    private readonly Lock _applying = new();
    private readonly IGrainFactory _grains;
    private readonly SiloClock _clock;
    private readonly GrainInstruments _instruments;

    public SiloCoverage(IGrainFactory grains, SiloClock clock, TimeProvider time, GrainInstruments instruments)
        : base(Interval, time)
    {
        (_grains, _clock, _instruments) = (grains, clock, instruments);
        View = new ClusterView(Look, (place, now) => _marks.Add(place, now));
        instruments.ObserveCoverage(() => (_replica.Bytes, _replica.Regions, _replica.Dropped + _marks.Dropped));
    }

    /// <summary>How long what was asked for is remembered: one to two of these. The same in every silo.</summary>
    public static CoverageWindow Window { get; } = new(TimeSpan.FromDays(15));

    /// <summary>What decisions look at.</summary>
    public ClusterView View { get; }

    /// <summary>Takes notice that a capability is watched here, so that what is usual with it is asked for.</summary>
    public void Watch(Capability capability)
    {
        // Each decision comes here, and only to add takes a lock.
        if (!_capabilities.ContainsKey(capability))
        {
            _capabilities[capability] = true;
        }
    }

    /// <inheritdoc />
    protected override async Task TurnAsync(int turn)
    {
        _replica.MoveTo(_clock.Now);
        var regions = _marks.Regions().Concat(_wanted.Keys).Concat(turn % TurnsToAsk == 0 ? _replica.Held() : []).Distinct().ToArray();
        _wanted.Clear();
        await ExchangeAsync(regions);
        if (turn % TurnsToVote == 0)
        {
            await VoteAsync();
        }
    }

    /// <summary>Tells what was asked for here and not told yet.</summary>
    protected override Task EndAsync() => ExchangeAsync(_marks.Regions());

    private PlaceCoverage Look(TargetPlace place)
    {
        var found = _replica.Look(place);
        if (found == PlaceCoverage.Unknown && place.IsPlace && _wanted.Count < MaxWanted)
        {
            _wanted.TryAdd(place.Region, true);
        }

        return found;
    }

    private Task ExchangeAsync(IEnumerable<RegionKey> regions) =>
        Parallel.ForEachAsync(regions, new ParallelOptions { MaxDegreeOfParallelism = MaxInFlight }, async (region, _) => await ExchangeAsync(region));

    private async Task ExchangeAsync(RegionKey region)
    {
        try
        {
            var delta = await _grains.GetGrain<IRegionGrain>(region.ToString()).ExchangeAsync(_marks.Take(region, _replica.PositionOf(region))).AsTask().WaitAsync(Patience, Time);
            lock (_applying)
            {
                _replica.Apply(delta, _clock.Now);
            }

            _marks.Acknowledge(region, delta.Acknowledged);
            _instruments.OnExchanged(GrainInstruments.Answered);
        }
        catch (Exception)
        {
            // What it was to be told waits, and is told with what comes next.
            _instruments.OnExchanged(GrainInstruments.Failed);
        }
    }

    private async Task VoteAsync()
    {
        var votes = View.TakeVotes().ToLookup(vote => vote.Capability);
        foreach (var capability in _capabilities.Keys)
        {
            try
            {
                var bounds = await _grains.GetGrain<IBaselineGrain>(capability.Value).VoteAsync([.. votes[capability]]).AsTask().WaitAsync(Patience, Time);
                foreach (var (market, usual) in bounds)
                {
                    View.Learn(capability, market, usual);
                }
            }
            catch (Exception)
            {
                // Votes are lost with it, of which each is one of many; what was usual until now still is.
                _instruments.OnExchanged(GrainInstruments.Failed);
            }
        }
    }
}
