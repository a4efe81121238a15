namespace QuotaGrid.Core.Coverage;

/// <summary>The marks of one region that wait at a silo: those that the latest message has, and those that came since.</summary>
internal sealed class UnsentMarks(CoverageWindow window)
{
    private RegionCoverage _sent = new(window);
    private RegionCoverage _fresh = new(window);
    private long _number;
    private int _sentPlaces;
    private int _freshPlaces;

    public bool IsEmpty => _sentPlaces + _freshPlaces == 0;

    /// <summary>Whether a place waits as of a window.</summary>
    public bool Has(long inWindow, TargetPlace place) =>
        _sent.LookFrom(inWindow, place.Block, place.Offset) == PlaceCoverage.Asked
        || _fresh.LookFrom(inWindow, place.Block, place.Offset) == PlaceCoverage.Asked;

    public void Add(long inWindow, TargetPlace place)
    {
        // A clock that was set back does not take marks back.
        _fresh.MarkIn(Math.Max(inWindow, _fresh.NewestWindow), place.Block, place.Offset);
        _freshPlaces++;
    }

    /// <summary>Puts everything into the message whose number it gives.</summary>
    public long Take(ref long numbers)
    {
        if (_freshPlaces > 0)
        {
            _sent.MergeFrom(_fresh);
            _sentPlaces += _freshPlaces;
            (_fresh, _freshPlaces) = (new RegionCoverage(window), 0);
            _number = ++numbers;
        }

        return _number;
    }

    public byte[] Encode() => _sent.Encode();

    /// <summary>Forgets the latest message's marks if it is the one that is acknowledged.</summary>
    /// <returns>How many places there were.</returns>
    public int Acknowledge(long number)
    {
        if (number != _number || _sentPlaces == 0)
        {
            return 0;
        }

        var places = _sentPlaces;
        (_sent, _sentPlaces) = (new RegionCoverage(window), 0);
        return places;
    }
}
