using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Coverage;

public sealed class RegionOwnerTests
{
    private static readonly CoverageWindow Window = CoverageWindow.Default;
    private static readonly RegionKey Region = RegionKey.Parse("integer:7");
    private static readonly Epoch First = new(11);
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void ASiloGetsTheMarksThatItDoesNotHave()
    {
        var owner = new RegionOwner(Region, First, Window);
        owner.Exchange(Marks(1, default, (0, 1), (0, 2)), Start);

        var delta = owner.Exchange(Marks(2, new RegionPosition(First, 1, 0, 0), (5, 5)), Start);

        Assert.Equal((2L, new RegionPosition(First, 3, 0, 0)), (delta.Acknowledged, delta.To));
        Assert.Equal([(0, 2), (5, 5)], Places(delta));
        Assert.Equal(3, owner.Version);
    }

    [Fact]
    public void MarksThatComeTwiceAreCountedOnce()
    {
        var owner = new RegionOwner(Region, First, Window);
        var marks = Marks(1, default, (0, 1));
        owner.Exchange(marks, Start);
        owner.Exchange(marks, Start);

        Assert.Equal(1, owner.Version);
    }

    [Fact]
    public void ASiloThatIsFarBehindGetsWholeBlocks64AtATime()
    {
        var owner = new RegionOwner(Region, First, Window);
        var places = Enumerable.Range(0, 5_000).Select(i => (i % 100, i)).ToArray();
        owner.Exchange(Marks(1, default, places), Start);

        var one = owner.Exchange(Marks(0, default), Start);
        owner.Exchange(Marks(2, default, (3, 9_999), (99, 9_999)), Start);
        var two = owner.Exchange(Marks(0, one.To), Start);
        var three = owner.Exchange(Marks(0, two.To), Start);

        Assert.Equal(new RegionPosition(First, 0, 5_000, 64), one.To);
        Assert.False(one.To.IsWhole);
        Assert.Equal(places.Where(place => place.Item1 < 64).Order(), Places(one));
        Assert.Equal(new RegionPosition(First, 5_000, 0, 0), two.To);
        Assert.Equal(places.Where(place => place.Item1 >= 64).Append((99, 9_999)).Order(), Places(two));
        Assert.Equal([(3, 9_999), (99, 9_999)], Places(three));
    }

    [Fact]
    public void TheNextActivationGoesOnWhereItsSnapshotEnds()
    {
        var owner = new RegionOwner(Region, First, Window);
        owner.Exchange(Marks(1, default, (0, 1), (0, 2)), Start);
        var stored = owner.Encode();
        owner.Exchange(Marks(2, default, (0, 3)), Start);

        var next = RegionOwner.Decode(Region, stored, new Epoch(12), Window);
        next.Exchange(Marks(3, default, (0, 4)), Start);

        // Who had what the dead activation learned last has the snapshot too; who had less gets the block; of another activation nothing is known.
        Assert.Equal([(0, 4)], Places(next.Exchange(Marks(0, new RegionPosition(First, 3, 0, 0)), Start)));
        Assert.Equal([(0, 1), (0, 2), (0, 4)], Places(next.Exchange(Marks(0, new RegionPosition(First, 1, 0, 0)), Start)));
        Assert.Equal([(0, 1), (0, 2), (0, 4)], Places(next.Exchange(Marks(0, new RegionPosition(new Epoch(99), 3, 0, 0)), Start)));
        Assert.Equal(3, next.Version);
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(3, 0, 0)]
    [InlineData(0, -1, 5)]
    [InlineData(0, 3, 5)]
    [InlineData(0, 2, -1)]
    [InlineData(0, 2, 1_000)]
    public void APositionThatWasNeverGivenIsNothing(long version, long target, int block)
    {
        var owner = new RegionOwner(Region, First, Window);
        owner.Exchange(Marks(1, default, (0, 1), (0, 2)), Start);

        Assert.Equal([(0, 1), (0, 2)], Places(owner.Exchange(Marks(0, new RegionPosition(First, version, target, block)), Start)));
    }

    [Fact]
    public void ASiloWhoseClockIsWrongForgetsNothingForTheOthers()
    {
        var owner = new RegionOwner(Region, First, Window);
        owner.Exchange(Marks(1, default, (0, 1)), Start);

        var places = new RegionCoverage(Window);
        places.Mark(0, 2, Start + TimeSpan.FromDays(500));
        var delta = owner.Exchange(new RegionMarks(Region, 2, default, places.Encode()), Start);

        Assert.Equal([(0, 1), (0, 2)], Places(delta));
        Assert.Equal(Window.NumberAt(Start), RegionCoverage.Decode(delta.Places, Window).NewestWindow);
    }

    [Fact]
    public void MarksOfAWindowThatIsOverAreNotTaken()
    {
        var owner = new RegionOwner(Region, First, Window);
        owner.Exchange(Marks(1, default, (0, 1)), Start + TimeSpan.FromDays(30));

        Assert.Equal(0, owner.Version);
    }

    [Fact]
    public void DamagedPlacesChangeNothing()
    {
        var owner = new RegionOwner(Region, First, Window);

        Assert.Throws<SnapshotFormatException>(() => owner.Exchange(new RegionMarks(Region, 1, default, new byte[] { 1, 2, 3 }), Start));
        Assert.Throws<ArgumentException>(() => owner.Exchange(Marks(1, default) with { Region = RegionKey.Parse("integer:8") }, Start));
        Assert.Throws<SnapshotFormatException>(() => RegionOwner.Decode(Region, new byte[] { 2 }, First, Window));
        Assert.Throws<SnapshotFormatException>(() => RegionOwner.Decode(Region, (byte[])[.. owner.Encode(), 0], First, Window));
        Assert.Throws<ArgumentException>(() => new RegionOwner(Region, default, Window));
        Assert.Equal(0, owner.Version);
    }

    [Fact]
    public void EveryVersionIsReadForEver()
    {
        const string Golden = "010b000000000000000201808d4fd70a0e80e607803e9c";
        var owner = new RegionOwner(Region, First, Window);
        owner.Exchange(Marks(1, default, (0, 1), (999, 9_999)), Start);

        Assert.Equal(Golden, Convert.ToHexStringLower(owner.Encode()));
        Assert.Equal(2, RegionOwner.Decode(Region, Convert.FromHexString(Golden), new Epoch(12), Window).Version);
    }

    private static RegionMarks Marks(long number, RegionPosition position, params (int Block, int Offset)[] places)
    {
        var coverage = new RegionCoverage(Window);
        Array.ForEach(places, place => coverage.Mark(place.Block, place.Offset, Start));
        return new RegionMarks(Region, number, position, coverage.Encode());
    }

    private static IEnumerable<(int Block, int Offset)> Places(RegionDelta delta)
    {
        var coverage = RegionCoverage.Decode(delta.Places, Window);
        return from block in Enumerable.Range(0, 1_000)
               where coverage.FillOf(block) > 0
               from offset in Enumerable.Range(0, 10_000)
               where coverage.Contains(block, offset)
               select (block, offset);
    }
}
