using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Targets;

public sealed class SyncOverlapStateTests
{
    [Theory]
    [InlineData(10, 4, 8, 2, 0.5)]
    [InlineData(10, 40, 8, 2, 0.2)]
    [InlineData(10, 4, 10, 0, 0.0)]
    [InlineData(10, 4, 12, 0, 0.0)]
    [InlineData(10, 4, 0, 10, 1.0)]
    [InlineData(1, 1, 0, 1, 1.0)]
    [InlineData(0, 4, 0, 0, null)]
    [InlineData(4, 0, 4, 0, null)]
    public void TheCoefficientIsWhatIsRepeatedOfTheSmallerSync(long targets, long previous, long fresh, long repeated, double? coefficient)
    {
        var overlap = new SyncOverlap { Targets = targets, PreviousTargets = previous, Fresh = fresh };

        Assert.Equal((repeated, coefficient), (overlap.Repeated, overlap.Coefficient));
    }

    [Fact]
    public void AnotherSyncRemembersTheOneBeforeAndAddsUpItsOwn()
    {
        var next = new SyncOverlap { Started = new Instant(5), PreviousStarted = new Instant(2), Targets = 30, PreviousTargets = 20, Fresh = 10 }.Next(new Instant(9));
        Assert.Equal(new SyncOverlap { Started = new Instant(9), PreviousStarted = new Instant(5), PreviousTargets = 30 }, next);

        var all = next.With(7, 3).With(5, 1);
        Assert.Equal(next with { Targets = 12, Fresh = 4 }, all);

        var writer = new SnapshotWriter();
        all.Encode(writer);
        Assert.Equal("09000000000000000500000000000000" + "0C1E04", Convert.ToHexString(writer.ToArray()));
        Assert.Equal(all, SyncOverlap.Decode(new SnapshotReader(writer.ToArray())));
    }
}
