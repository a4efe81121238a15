using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using static QuotaGrid.Core.Tests.Targets.HeldTargets;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>Target memory at the very moments at which an answer or what is held changes.</summary>
public sealed class TargetMemoryBoundTests
{
    [Fact]
    public void ACountFallsWhenTheWindowsStartEntersTheBucketAfterTheOldestTargets()
    {
        var (memory, now) = (Learned((1, 0), (2, 5), (3, 9)), At(9));

        Assert.Equal(now, memory.WhenCountFallsTo(3, Horizon, now));
        Assert.Equal(At(241), memory.WhenCountFallsTo(2, Horizon, now));
        Assert.Equal(At(246), memory.WhenCountFallsTo(1, Horizon, now));
        Assert.Equal(At(250), memory.WhenCountFallsTo(0, Horizon, now));
        Assert.Equal(At(13), memory.WhenCountFallsTo(0, TimeSpan.FromSeconds(3), now));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.WhenCountFallsTo(-1, Horizon, now));
    }

    [Fact]
    public void TheLastAgeThatCanBeFallsToo()
    {
        var memory = Learned((1, 0), (2, 254));

        Assert.Equal(At(495), memory.WhenCountFallsTo(0, Horizon, At(254)));
        Assert.Equal((1, 0), (memory.CountWithin(Horizon, At(494.9999999)), memory.CountWithin(Horizon, At(495))));
    }

    [Fact]
    public void AtTheEdgeOfAWindowATargetIsInAndABucketLaterItIsOut()
    {
        var memory = Learned((1, 0), (2, 5), (3, 9));

        Assert.Equal((3, 2), (memory.CountWithin(TimeSpan.FromSeconds(9), At(9)), memory.CountWithin(TimeSpan.FromSeconds(8), At(9))));
        Assert.Equal((3, 2), (memory.CountWithin(Horizon, At(240.9999999)), memory.CountWithin(Horizon, At(241))));
        Assert.Equal((1, 0), (memory.CountWithin(Horizon, At(249.9999999)), memory.CountWithin(Horizon, At(250))));
        Assert.True(memory.IsKnown(TargetOf(2), TimeSpan.FromSeconds(4), At(9.9999999)));
        Assert.False(memory.IsKnown(TargetOf(2), TimeSpan.FromSeconds(4), At(10)));
    }

    [Fact]
    public void TheBaseMovesUpWhenTheLatestAgeWouldBeOver255AndForgetsOnlyWhatHasExpired()
    {
        var memory = Learned((1, 0), (2, 14), (3, 15), (4, 254));
        Assert.Equal([(1, 0), (2, 14), (3, 15), (4, 254)], Held(memory));

        Assert.True(memory.Learn(TargetOf(5), At(255)));
        Assert.Equal([(3, 15), (4, 254), (5, 255)], Held(memory));
    }

    [Fact]
    public void ATimeOnlyMovesForwardAndOneBeforeTheBaseCountsAsTheBase()
    {
        var memory = Learned((1, 3), (1, 8));
        Assert.Equal([(1, 8)], Held(memory));
        Assert.False(memory.Learn(TargetOf(1), At(5)));
        Assert.Equal([(1, 8)], Held(memory));

        Assert.True(memory.Learn(TargetOf(2), At(-50)));
        Assert.Equal([(1, 8), (2, 3)], Held(memory));
    }

    [Fact]
    public void AnEmptyMemoryBeginsWhereverTheClockIs()
    {
        var memory = new TargetMemory(Horizon);
        Assert.Equal(1, memory.CountNew([TargetOf(1)], At(100)));
        memory.Learn(TargetOf(1), At(-100));
        memory.Learn(TargetOf(2), At(0));

        Assert.Equal([(1, -100), (2, 0)], Held(memory));
    }

    [Fact]
    public void TheNewTargetsOfABatchAreThoseThatAreNotHeldOrHaveExpiredEachOnce()
    {
        var memory = Learned((1, 0), (2, 1));
        Fingerprint[] batch = [TargetOf(1), TargetOf(3), TargetOf(3), TargetOf(2), TargetOf(4), TargetOf(1)];

        Assert.Equal(2, memory.CountNew(batch, At(240)));
        Assert.Equal(3, memory.CountNew(batch, At(241)));
        Assert.Equal(4, memory.CountNew(batch, At(242)));
        Assert.Equal(0, memory.CountNew([], At(242)));
    }

    [Theory]
    [InlineData(240, false)]
    [InlineData(241, true)]
    public void AFullMemoryForgetsWhatHasExpiredBeforeItBecomesASketch(int second, bool isExact)
    {
        var memory = LearnedFrom(2, TargetMemory.ExactCapacity - 1, 100);
        memory = Merged(Learned((1, 0)), memory);
        Assert.Equal((true, 16_384), (memory.IsExact, Held(memory).Length));

        memory.Learn(TargetOf(20_000), At(second));
        Assert.Equal(isExact, memory.IsExact);
        if (isExact)
        {
            Assert.Equal((2, 100), Held(memory)[0]);
            Assert.Equal((20_000, second), Held(memory)[^1]);
            Assert.Equal(16_384, Held(memory).Length);
        }
    }

    [Fact]
    public void ASketchIsExactAgainInTheBucketInWhichItsLatestTargetHasExpired()
    {
        var memory = LearnedFrom(1, TargetMemory.ExactCapacity + 1, 7);
        Assert.Equal((false, 15_384), (memory.IsExact, memory.Bytes));

        memory.CountNew([TargetOf(1)], At(247.9999999));
        Assert.False(memory.IsExact);
        memory.CountNew([TargetOf(1)], At(248));
        Assert.Equal((true, 0), (memory.IsExact, memory.Bytes));
        Assert.True(memory.Learn(TargetOf(1), At(248)));
        Assert.Equal([(1, 248)], Held(memory));
    }

    [Theory]
    [InlineData(240, 1)]
    [InlineData(241, 2)]
    [InlineData(366L * 864_000_000_000, 1_317_600_000_000)]
    public void TheShortestAndTheLongestHorizonHaveBuckets(long ticks, long bucketTicks) =>
        Assert.Equal(new TimeSpan(bucketTicks), new TargetMemory(new TimeSpan(ticks)).Bucket);

    // The horizon of 240 seconds: what is left of 2^63 nanoseconds less one horizon, in seconds, less 256 ages.
    [Fact]
    public void AStoredBaseIsReadUpToTheLastThatCanBeTold()
    {
        const ulong Last = ((long.MaxValue - 240_000_000_000) / 1_000_000_000) - 256;
        Assert.Equal([], Held(Stored(Last)));
        Assert.Equal(
            "A number is 9223371541; 0 to 9223371540 is possible.",
            Assert.Throws<SnapshotFormatException>(() => Stored(Last + 1)).Message);
    }

    private static TargetMemory Stored(ulong firstBucket)
    {
        var writer = new SnapshotWriter();
        writer.Byte(2);
        writer.Varint(2_400_000_000);
        writer.Varint(firstBucket);
        writer.Byte(0);
        AgedSetCodec.Write(writer, 1UL << 32, [], []);
        return TargetMemory.Decode(new SnapshotReader(writer.ToArray()));
    }
}
