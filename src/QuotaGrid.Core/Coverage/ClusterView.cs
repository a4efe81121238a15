using System.Collections.Concurrent;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// What one silo knows of what everybody asks for: a decision looks here, without a message, and leaves here what it saw. Safe for concurrent use; who talks to the regions keeps it up.
/// </summary>
/// <param name="look">Says whether anybody asked for a target.</param>
/// <param name="mark">Takes notice that somebody did.</param>
public sealed class ClusterView(Func<TargetPlace, PlaceCoverage> look, Action<TargetPlace, Instant> mark)
{
    /// <summary>The most votes that wait. One that comes when there are so many is dropped: others vote too.</summary>
    public const int MaxVotes = 10_000;

    private readonly ConcurrentDictionary<(Capability Capability, Market Market), HonestBounds> _bounds = [];
    private readonly ConcurrentQueue<HonestVote> _votes = [];

    /// <summary>Whether anybody asked for a target.</summary>
    public PlaceCoverage Look(TargetPlace place) => look(place);

    /// <summary>Takes notice that somebody did.</summary>
    public void Mark(TargetPlace place, Instant now) => mark(place, now);

    /// <summary>What honest shares may be.</summary>
    public HonestBounds BoundsOf(Capability capability, Market market) => _bounds.GetValueOrDefault((capability, market));

    /// <summary>Takes notice of what honest shares may be.</summary>
    public void Learn(Capability capability, Market market, HonestBounds bounds) => _bounds[(capability, market)] = bounds;

    /// <summary>Takes an identity's vote.</summary>
    public void Vote(in HonestVote vote)
    {
        if (_votes.Count < MaxVotes)
        {
            _votes.Enqueue(vote);
        }
    }

    /// <summary>Hands out the votes that came since the last time.</summary>
    public IReadOnlyList<HonestVote> TakeVotes()
    {
        var votes = new List<HonestVote>();
        while (_votes.TryDequeue(out var vote))
        {
            votes.Add(vote);
        }

        return votes;
    }
}
