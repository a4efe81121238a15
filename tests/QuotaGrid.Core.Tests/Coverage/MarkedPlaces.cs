using QuotaGrid.Core.Coverage;

namespace QuotaGrid.Core.Tests.Coverage;

/// <summary>A coverage in the plainest form: a set of places for each window, of which the two newest count.</summary>
internal sealed class MarkedPlaces
{
    private readonly HashSet<(long Window, int Block, int Offset)> _places = [];

    public long Newest { get; private set; }

    public bool Mark(long window, int block, int offset)
    {
        Newest = Math.Max(Newest, window);
        var isNew = !_places.Contains((Newest, block, offset)) && !_places.Contains((Newest - 1, block, offset));
        _places.Add((window, block, offset));
        return isNew;
    }

    public void MoveTo(long window) => Newest = Math.Max(Newest, window);

    public void MergeFrom(MarkedPlaces other)
    {
        Newest = Math.Max(Newest, other.Newest);
        _places.UnionWith(other._places);
    }

    public PlaceCoverage Look(int block, int offset) =>
        _places.Contains((Newest, block, offset)) ? PlaceCoverage.Asked
        : _places.Contains((Newest - 1, block, offset)) ? PlaceCoverage.AskedEarlier
        : PlaceCoverage.New;

    /// <summary>Every place that counts is known, and no more are known than these.</summary>
    public void AssertSame(Func<int, int, PlaceCoverage> look, Func<int, double> fillOf)
    {
        var current = _places.Where(place => place.Window >= Newest - 1).Select(place => (place.Block, place.Offset)).ToHashSet();
        foreach (var (block, offset) in current)
        {
            if (look(block, offset) != Look(block, offset))
            {
                Assert.Fail($"{block}/{offset} is {look(block, offset)}, not {Look(block, offset)}.");
            }
        }

        var counts = current.CountBy(place => place.Block).ToDictionary();
        for (var block = 0; block < 1_000; block++)
        {
            Assert.Equal(counts.GetValueOrDefault(block) / 10_000.0, fillOf(block));
        }
    }

    public void AssertSame(Func<int, int, PlaceCoverage> look, IEnumerable<int> blocks)
    {
        foreach (var block in blocks)
        {
            for (var offset = 0; offset < 10_000; offset++)
            {
                var found = look(block, offset);
                if (found != Look(block, offset))
                {
                    Assert.Fail($"{block}/{offset} is {found}, not {Look(block, offset)}.");
                }
            }
        }
    }
}
