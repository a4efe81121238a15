using QuotaGrid.Core.Targets;
using static QuotaGrid.Core.Tests.Targets.HeldTargets;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>What a merge or another horizon holds, target by target, at the bounds of expiry and of what is exact.</summary>
public sealed class TargetMemoryUnionTests
{
    [Fact]
    public void MemoriesOfDifferentHorizonsAreNotMerged()
    {
        var memory = new TargetMemory(TimeSpan.FromDays(30));

        Assert.Throws<ArgumentException>(() => memory.MergeFrom(new TargetMemory(TimeSpan.FromDays(29))));
    }

    [Fact]
    public void AMergeHoldsTheTargetsOfBothWithTheLaterTime()
    {
        var (one, other) = (Learned((1, 0), (2, 5), (3, 9)), Learned((4, 3), (2, 7), (3, 8), (5, 20)));

        Assert.Equal([(1, 0), (2, 7), (3, 9), (4, 3), (5, 20)], Held(Merged(one, other)));
        Assert.Equal([(1, 0), (2, 7), (3, 9), (4, 3), (5, 20)], Held(Merged(other, one)));
        Assert.Equal([(1, 0), (2, 5), (3, 9)], Held(one));
        Assert.Equal([(2, 7), (3, 8), (4, 3), (5, 20)], Held(other));
    }

    [Fact]
    public void AMergeWithNothingIsTheSameAndNothingWithNothingIsNothing()
    {
        var one = Learned((1, 40), (2, 100));
        Assert.Equal([(1, 40), (2, 100)], Held(Merged(one, new TargetMemory(Horizon))));
        Assert.Equal([(1, 40), (2, 100)], Held(Merged(new TargetMemory(Horizon), one)));

        var nothing = Merged(new TargetMemory(Horizon), new TargetMemory(Horizon));
        Assert.Equal([], Held(nothing));
        nothing.Learn(TargetOf(1), At(7));
        Assert.Equal([(1, 7)], Held(nothing));
    }

    [Fact]
    public void WhatIsOlderThanAHorizonBeforeTheLatestTargetOfBothIsForgotten()
    {
        var (early, atTheBound, late) = (Learned((1, 0), (2, 1)), Learned((3, 240)), Learned((3, 241)));

        Assert.Equal([(1, 0), (2, 1), (3, 240)], Held(Merged(early, atTheBound)));
        Assert.Equal([(1, 0), (2, 1), (3, 240)], Held(Merged(atTheBound, early)));
        Assert.Equal([(2, 1), (3, 241)], Held(Merged(early, late)));
        Assert.Equal([(2, 1), (3, 241)], Held(Merged(late, early)));
        Assert.Equal([(3, 900)], Held(Merged(early, Learned((3, 900)))));
        Assert.Equal([(3, 900)], Held(Merged(Learned((3, 900)), early)));
    }

    [Theory]
    [InlineData(384, true)]
    [InlineData(385, false)]
    public void AMergeIsExactWhileBothTogetherAreNotTooMany(int more, bool isExact)
    {
        // A hundred of the second are in the first as well.
        var (one, other) = (LearnedFrom(1, 16_000, 3), LearnedFrom(15_901, 100 + more, 5));
        var merged = Merged(one, other);

        Assert.Equal((isExact, isExact), (merged.IsExact, Merged(other, one).IsExact));
        var expected = Enumerable.Range(1, 16_000 + more).Select(number => (number, Bucket: number > 15_900 ? 5L : 3L));
        Assert.Equal(isExact ? expected : Cells(expected), Held(merged));
        Assert.Equal(Held(merged), Held(Merged(other, one)));
    }

    [Fact]
    public void ASketchInAMergeStaysOneUntilAllOfItHasExpired()
    {
        var sketch = LearnedFrom(1, 17_000, 4);
        var sketched = Enumerable.Range(1, 17_000).Select(number => (number, 4L));

        foreach (var (other, number, second) in ((TargetMemory, int, int)[])[(Learned((70_000, 0)), 70_000, 0), (Learned((80_000, 244)), 80_000, 244)])
        {
            var expected = Cells(sketched.Append((number, second)));
            Assert.Equal(expected, Held(Merged(sketch, other)));
            Assert.Equal(expected, Held(Merged(other, sketch)));
        }

        Assert.Equal([(80_000, 245)], Held(Merged(sketch, Learned((80_000, 245)))));
        Assert.Equal([(80_000, 245)], Held(Merged(Learned((80_000, 245)), sketch)));
    }

    [Fact]
    public void TwoSketchesMergeToTheLatestOfEachCell()
    {
        var (one, other) = (LearnedFrom(1, 17_000, 4), LearnedFrom(10_001, 17_000, 9));
        var expected = Cells(Enumerable.Range(1, 27_000).Select(number => (number, number > 10_000 ? 9L : 4L)));

        Assert.Equal(expected, Held(Merged(one, other)));
        Assert.Equal(expected, Held(Merged(other, one)));
    }

    // A bucket of a second is two of half a second, and half of one of two; it stands for its last moment, or now.
    [Theory]
    [InlineData(480, 3.5, new long[] { 0, 0, 1, 1 })]
    [InlineData(120, 3.2, new long[] { 1, 3, 5, 6 })]
    [InlineData(120, 3.7, new long[] { 1, 3, 5, 7 })]
    [InlineData(120, 9, new long[] { 1, 3, 5, 7 })]
    [InlineData(240, 3, new long[] { 0, 1, 2, 3 })]
    public void UnderAnotherHorizonEveryTargetIsInTheBucketOfTheLastMomentOfItsOwn(int seconds, double now, long[] buckets)
    {
        var other = Learned((1, 0), (2, 1), (3, 2), (4, 3)).WithHorizon(TimeSpan.FromSeconds(seconds), At(now));

        Assert.Equal(TimeSpan.FromSeconds(seconds), other.Horizon);
        Assert.Equal(buckets.Select((bucket, i) => (i + 1, bucket)), Held(other));
    }

    [Theory]
    [InlineData(120.9999999, 2)]
    [InlineData(121, 1)]
    [InlineData(121.9999999, 1)]
    [InlineData(122, 0)]
    public void AShorterHorizonForgetsWhatIsOlderThanIt(double now, int held)
    {
        var other = Learned((1, 0), (2, 1)).WithHorizon(TimeSpan.FromSeconds(120), At(now));

        Assert.Equal((held, held), (Held(other).Length, other.CountWithin(TimeSpan.FromSeconds(120), At(now))));
        Assert.Equal(held == 2, other.IsKnown(TargetOf(1), TimeSpan.FromSeconds(120), At(now)));
    }

    [Fact]
    public void ASketchUnderAnotherHorizonIsOneUntilAllOfItHasExpired()
    {
        var sketch = LearnedFrom(1, 17_000, 4);
        var expected = Cells(Enumerable.Range(1, 17_000).Select(number => (number, 9L)));

        Assert.Equal(expected, Held(sketch.WithHorizon(TimeSpan.FromSeconds(120), At(124.9999999))));
        Assert.Equal([], Held(sketch.WithHorizon(TimeSpan.FromSeconds(120), At(125))));
    }

    /// <summary>The cells of targets, each with the latest of its buckets.</summary>
    private static IEnumerable<(int Number, long Bucket)> Cells(IEnumerable<(int Number, long Bucket)> targets) => targets
        .GroupBy(target => CellOf((uint)target.Number), target => target.Bucket)
        .Select(cell => (cell.Key, cell.Max()))
        .OrderBy(cell => cell.Key);

    private static int CellOf(uint token)
    {
        var level = Convert.ToString(token, 2).PadLeft(32, '0')[..14].IndexOf('1');
        return ((level < 0 ? 14 : level) * 1024) + (int)(token % 1024);
    }
}
