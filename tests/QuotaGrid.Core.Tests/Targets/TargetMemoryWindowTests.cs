using QuotaGrid.Core.Targets;
using static QuotaGrid.Core.Tests.Targets.HeldTargets;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>What decisions keep of target memory from call to call: the windows of limits and the ages of syncs.</summary>
public sealed class TargetMemoryWindowTests
{
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    [Fact]
    public void AWindowIsCountedAnewWhenItsStartEntersAnotherBucketAndNotBefore()
    {
        var (memory, window) = (Learned((1, 0), (2, 1), (3, 5)), default(TargetWindow));

        Assert.Equal((3, 1), Refreshed(memory, ref window, 10));
        Assert.Equal(At(11).UnixNanos, window.EdgeNanos);
        window.Entered(4);
        Assert.Equal((7, 1), Refreshed(memory, ref window, 10.9999999));
        Assert.Equal((2, 2), Refreshed(memory, ref window, 11));
        Assert.Equal((1, 3), Refreshed(memory, ref window, 12));
        Assert.Equal((0, 7), Refreshed(memory, ref window, 16));
    }

    [Fact]
    public void AWindowThatGoesBackIsWhatItWasThen()
    {
        var (memory, window) = (Learned((1, 0), (2, 1), (3, 5)), default(TargetWindow));

        Assert.Equal((1, 3), Refreshed(memory, ref window, 12));
        Assert.Equal((2, 2), Refreshed(memory, ref window, 11.9999999));
        Assert.Equal((3, 1), Refreshed(memory, ref window, 10));
        Assert.Equal((3, 1), Refreshed(memory, ref window, 3));
    }

    [Fact]
    public void AWindowThatWasNotCountedIsNotAddedTo()
    {
        var window = new TargetWindow { Count = TargetWindow.NotCounted };
        window.Entered(3);
        Assert.Equal(TargetWindow.NotCounted, window.Count);

        window.Count = 0;
        window.Entered(3);
        Assert.Equal(3, window.Count);
    }

    [Fact]
    public void WhatIsKnownIsWithinTheHorizonAndABucket()
    {
        var memory = Learned((1, 0));
        memory.Advance(At(240.9999999));
        Assert.Equal((1, 241), (memory.KnownSince, memory.AgeNow));
        Assert.Equal(1, memory.AgeAt(memory.Find(1)));

        // All has expired, and the base stays until it has to move.
        memory.Advance(At(241));
        Assert.Equal((2, 242), (memory.KnownSince, memory.AgeNow));
        memory.Advance(At(-5));
        Assert.Equal((1, 1), (memory.KnownSince, memory.AgeNow));
        Assert.Equal(1_000_000_000, memory.BucketNanos);
    }

    [Fact]
    public void AWindowIsCountedAnewWhenTheBaseHasMoved()
    {
        var (memory, window) = (Learned((1, 0), (2, 250)), default(TargetWindow));
        Assert.Equal((1, 245), Refreshed(memory, ref window, 254.5));
        Assert.Equal((1, 231), Refreshed(memory, ref window, 255));
        Assert.Equal([(2, 250)], Held(memory));
    }

    [Fact]
    public void ASketchIsCountedAnewEachTime()
    {
        var (memory, window) = (LearnedFrom(1, 17_000, 0), default(TargetWindow));
        var (count, _) = Refreshed(memory, ref window, 1);
        window.Entered(500);

        Assert.Equal((count, 1), Refreshed(memory, ref window, 1));
        Assert.Equal(memory.CountWithin(TenSeconds, At(1)), count);
        Assert.Equal((0, 2), Refreshed(memory, ref window, 11));
        Assert.Equal(1, memory.NovelWeight(2));
        Assert.True(memory.NovelWeight(1) > 1);
    }

    [Fact]
    public void TheAgesOfTwoSyncsAreThoseOfTheirBuckets()
    {
        var (memory, ages) = (Learned((1, 0), (2, 30)), default(SyncAges));
        memory.Advance(At(30));
        memory.Refresh(ref ages, new SyncOverlap { Started = At(20.5), PreviousStarted = At(-100) });
        Assert.Equal((21, 1), (ages.Latest, ages.Previous));

        // They stand until the ages change.
        memory.Refresh(ref ages, new SyncOverlap { Started = At(29), PreviousStarted = At(10) });
        Assert.Equal((21, 1), (ages.Latest, ages.Previous));
        memory.Advance(At(255));
        memory.Refresh(ref ages, new SyncOverlap { Started = At(29), PreviousStarted = At(10) });
        Assert.Equal((15, 1), (ages.Latest, ages.Previous));
    }

    [Fact]
    public void ABatchIsToldApartByTokensAndOfASketchByCells()
    {
        Assert.Equal((77u, 1.0), (Learned((1, 0)).KeyOf(77, -1), Learned((1, 0)).NovelWeight(1)));
        Assert.Equal(6u, LearnedFrom(1, 17_000, 0).KeyOf(77, 5));
    }

    /// <summary>The window's count and its oldest age.</summary>
    private static (int Count, int Oldest) Refreshed(TargetMemory memory, ref TargetWindow window, double second)
    {
        memory.Advance(At(second));
        memory.Refresh(ref window, TenSeconds, At(second));
        return (memory.CountOf(ref window), window.Oldest);
    }
}
