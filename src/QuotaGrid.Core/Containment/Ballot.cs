using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Containment;

/// <summary>What one identity saw since its last vote on what is usual. It has one vote in each <see cref="Baseline.Window"/>, cast when a sync has ended.</summary>
internal struct Ballot
{
    // A share is no better known by more; and counts stay what can be stored.
    private const int Most = 1 << 20;

    private Market _market;
    private int _lead;
    private int _novel;
    private int _newToEveryone;
    private int _outcomes;
    private int _missing;
    private long _window;

    /// <summary>Where most of the identity's targets lie, if most lie in one market.</summary>
    public readonly Market Market => _market;

    /// <summary>Takes up a target that is new to the identity and admitted.</summary>
    public void OnNovel(Market market, PlaceCoverage seen)
    {
        // The majority vote of Boyer and Moore (1981): one target in another market does not choose where an identity belongs.
        _market = _lead == 0 ? market : _market;
        _lead += market != _market ? -1 : _lead < Most ? 1 : 0;
        if (seen != PlaceCoverage.Unknown && _novel < Most)
        {
            _novel++;
            _newToEveryone += seen == PlaceCoverage.New ? 1 : 0;
        }
    }

    /// <summary>Takes up what the backend answered.</summary>
    public void OnOutcomes(int found, int missing)
    {
        if ((long)_outcomes + found + missing <= Most)
        {
            (_outcomes, _missing) = (_outcomes + found + missing, _missing + missing);
        }
    }

    /// <summary>Votes, if the identity has not in this window and there is enough to say.</summary>
    public void Cast(in Sight sight, Instant now)
    {
        var window = Baseline.WindowAt(now);
        if (sight.View is not { } view || window <= _window || _novel < BaselineRules.Novelty.LeastItems)
        {
            return;
        }

        view.Vote(new HonestVote(sight.Capability, _market, _novel, _newToEveryone, _outcomes, _missing));
        this = new Ballot { _market = _market, _window = window };
    }

    /// <summary>Writes the state.</summary>
    public readonly void Encode(SnapshotWriter writer)
    {
        writer.Varint(_market.Code);
        writer.Varint((ulong)_lead);
        writer.Varint((ulong)_novel);
        writer.Varint((ulong)_newToEveryone);
        writer.Varint((ulong)_outcomes);
        writer.Varint((ulong)_missing);
        writer.Varint((ulong)_window);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not that.</exception>
    public static Ballot Decode(SnapshotReader reader)
    {
        var ballot = new Ballot
        {
            _market = new Market((ushort)reader.Varint(0, Market.MaxCode)),
            _lead = (int)reader.Varint(0, Most),
            _novel = (int)reader.Varint(0, Most),
        };
        ballot._newToEveryone = (int)reader.Varint(0, (ulong)ballot._novel);
        ballot._outcomes = (int)reader.Varint(0, Most);
        ballot._missing = (int)reader.Varint(0, (ulong)ballot._outcomes);
        ballot._window = reader.Count();
        return ballot;
    }
}
