using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Coverage;

public sealed class CoverageReplicaTests
{
    private static readonly CoverageWindow Window = CoverageWindow.Default;
    private static readonly RegionKey Region = RegionKey.Parse("e164:1212");
    private static readonly Epoch Epoch = new(1);
    private static readonly RegionPosition Whole = new(Epoch, 1, 0, 0);
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void ARegionThatIsNotHereSaysNothing()
    {
        var replica = new CoverageReplica(Window);

        Assert.Equal(PlaceCoverage.Unknown, replica.Look(Place(5)));
        Assert.Equal(PlaceCoverage.Unknown, replica.Look(default));
        Assert.Equal(PlaceCoverage.Unknown, replica.Look(new TargetPlace(ulong.MaxValue)));
        Assert.Null(replica.FillOf(Region, 0));
        Assert.Equal(default, replica.PositionOf(Region));
    }

    [Fact]
    public void UntilARegionIsWholeOnlyItsMarksAreKnown()
    {
        var replica = new CoverageReplica(Window);
        var half = new RegionPosition(Epoch, 0, 9, 64);

        replica.Apply(Delta(default, half, 5), Start);
        Assert.Equal((PlaceCoverage.Asked, PlaceCoverage.Unknown), (replica.Look(Place(5)), replica.Look(Place(6))));
        Assert.Null(replica.FillOf(Region, 1));

        replica.Apply(Delta(half, Whole, 7), Start);
        Assert.Equal((PlaceCoverage.Asked, PlaceCoverage.New), (replica.Look(Place(7)), replica.Look(Place(6))));
        Assert.Equal(0.0002, replica.FillOf(Region, 1));
        Assert.Equal([Region], replica.Held());
        Assert.Equal(Whole, replica.PositionOf(Region));
    }

    [Fact]
    public void AnAnswerToAnotherPositionMarksAndProvesNothing()
    {
        var replica = new CoverageReplica(Window);

        replica.Apply(Delta(new RegionPosition(Epoch, 1, 0, 0), new RegionPosition(Epoch, 2, 0, 0), 5), Start);

        Assert.Equal((PlaceCoverage.Asked, PlaceCoverage.Unknown), (replica.Look(Place(5)), replica.Look(Place(6))));
        Assert.Equal(default, replica.PositionOf(Region));
    }

    [Fact]
    public void WindowsPassWithoutAnswers()
    {
        var replica = new CoverageReplica(Window);
        replica.Apply(Delta(default, Whole, 5), Start);

        replica.MoveTo(Start + TimeSpan.FromDays(15));
        Assert.Equal(PlaceCoverage.AskedEarlier, replica.Look(Place(5)));
        replica.MoveTo(Start + TimeSpan.FromDays(30));
        Assert.Equal(PlaceCoverage.New, replica.Look(Place(5)));
        Assert.Equal(256 + (2 * 320), replica.Bytes);
    }

    [Fact]
    public void AnAnswerOfThePreviousWindowIsOfThatWindow()
    {
        var replica = new CoverageReplica(Window);

        replica.Apply(Delta(default, Whole, 5), Start + TimeSpan.FromDays(15));

        Assert.Equal(PlaceCoverage.AskedEarlier, replica.Look(Place(5)));
    }

    [Fact]
    public void TheRegionThatWasNotUsedForTheLongestIsDropped()
    {
        // A region with one mark takes its object, a window, a page and the shortest list.
        const long Bytes = 256 + 320 + 536 + 32;
        var replica = new CoverageReplica(Window, 3 * Bytes);
        for (var i = 0; i < 3; i++)
        {
            replica.Apply(Delta(default, Whole, 5) with { Region = RegionKey.Parse($"opaque:{i}") }, Start + TimeSpan.FromSeconds(i));
        }

        Assert.Equal((3 * Bytes, 0L), (replica.Bytes, replica.Dropped));
        Assert.Equal(PlaceCoverage.Asked, replica.Look(new TargetPlace(RegionKey.Parse("opaque:0"), 1, 5)));
        replica.Apply(Delta(default, Whole, 5), Start + TimeSpan.FromSeconds(9));

        Assert.Equal((3 * Bytes, 1L, 3), (replica.Bytes, replica.Dropped, replica.Regions));
        Assert.Equal(["e164:1212", "opaque:0", "opaque:2"], replica.Held().Select(region => region.ToString()).Order());
        Assert.Equal(PlaceCoverage.Unknown, replica.Look(new TargetPlace(RegionKey.Parse("opaque:1"), 1, 5)));
        Assert.Equal(default, replica.PositionOf(RegionKey.Parse("opaque:1")));
    }

    [Fact]
    public void DamageChangesNothing()
    {
        var replica = new CoverageReplica(Window);

        Assert.Throws<SnapshotFormatException>(() => replica.Apply(Delta(default, Whole, 5) with { Places = new byte[] { 1, 0 } }, Start));
        Assert.Throws<ArgumentException>(() => replica.Apply(Delta(default, Whole, 5) with { Region = default }, Start));
        Assert.Equal((0, 0L), (replica.Regions, replica.Bytes));
    }

    [Fact]
    public void LookingAllocatesNothing()
    {
        var replica = new CoverageReplica(Window);
        replica.Apply(Delta(default, Whole, 5), Start);
        replica.Look(Place(5));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            replica.Look(Place(i));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task WhoLooksWhileMarksArriveSeesAllThatArrivedBeforeAndNothingElse()
    {
        var replica = new CoverageReplica(Window);
        replica.Apply(Delta(default, Whole), Start);
        var arrived = 0;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (Volatile.Read(ref arrived) is var until && until < 5_000)
            {
                for (var offset = 0; offset < until; offset += 1 + (until / 97))
                {
                    Assert.Equal(PlaceCoverage.Asked, replica.Look(Place(2 * offset)));
                    Assert.Equal(PlaceCoverage.New, replica.Look(Place((2 * offset) + 1)));
                }
            }
        })).ToArray();
        for (var i = 0; i < 5_000; i++)
        {
            replica.Apply(Delta(default, Whole, 2 * i), Start + TimeSpan.FromSeconds(i));
            Volatile.Write(ref arrived, i + 1);
        }

        await Task.WhenAll(readers);
    }

    private static TargetPlace Place(int offset) => new(Region, 1, offset);

    private static RegionDelta Delta(RegionPosition from, RegionPosition to, params int[] offsets)
    {
        var coverage = new RegionCoverage(Window);
        coverage.MoveTo(Start);
        Array.ForEach(offsets, offset => coverage.Mark(1, offset, Start));
        return new RegionDelta(Region, 0, from, to, coverage.Encode());
    }
}
