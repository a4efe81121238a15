using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Coverage;

public sealed class RegionCoverageTests
{
    private static readonly CoverageWindow Window = CoverageWindow.Default;
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void WhatWasAskedForIsKnownInItsWindowAndTheNext()
    {
        var coverage = new RegionCoverage(Window);
        Assert.True(coverage.Mark(3, 77, Start));
        Assert.False(coverage.Mark(3, 77, Start));
        Assert.Equal(PlaceCoverage.Asked, coverage.Look(3, 77));
        Assert.Equal(PlaceCoverage.New, coverage.Look(3, 78));
        Assert.Equal(PlaceCoverage.New, coverage.Look(35, 77));

        coverage.MoveTo(Start + TimeSpan.FromDays(15));
        Assert.Equal(PlaceCoverage.AskedEarlier, coverage.Look(3, 77));
        Assert.False(coverage.Mark(3, 77, Start + TimeSpan.FromDays(15)));
        Assert.Equal(PlaceCoverage.Asked, coverage.Look(3, 77));

        coverage.MoveTo(Start + TimeSpan.FromDays(30));
        Assert.True(coverage.Contains(3, 77));
        coverage.MoveTo(Start + TimeSpan.FromDays(45));
        Assert.False(coverage.Contains(3, 77));
        Assert.True(coverage.Mark(3, 77, Start + TimeSpan.FromDays(45)));
    }

    [Fact]
    public void AWindowThatNobodySawForgetsBoth()
    {
        var coverage = new RegionCoverage(Window);
        coverage.Mark(0, 0, Start);

        coverage.MoveTo(Start + TimeSpan.FromDays(30));

        Assert.False(coverage.Contains(0, 0));
    }

    [Fact]
    public void TimeDoesNotRunBack()
    {
        var coverage = new RegionCoverage(Window);
        coverage.MoveTo(Start + TimeSpan.FromDays(15));

        Assert.True(coverage.Mark(0, 0, Start));
        Assert.Equal(PlaceCoverage.Asked, coverage.Look(0, 0));
    }

    [Fact]
    public void TheFillOfABlockCountsBothWindowsOnce()
    {
        var coverage = new RegionCoverage(Window);
        for (var offset = 0; offset < 3_000; offset++)
        {
            coverage.Mark(999, offset, Start);
        }

        for (var offset = 2_990; offset < 3_010; offset++)
        {
            coverage.Mark(999, offset, Start + TimeSpan.FromDays(15));
        }

        Assert.Equal(0.301, coverage.FillOf(999));
        Assert.Equal(0, coverage.FillOf(0));
    }

    [Fact]
    public void ARegionWithEveryTargetAskedForTwiceTakesItsBound()
    {
        var coverage = new RegionCoverage(Window);
        foreach (var now in new[] { Start, Start + TimeSpan.FromDays(15) })
        {
            for (var block = 0; block < 1_000; block++)
            {
                for (var offset = 0; offset < 10_000; offset++)
                {
                    coverage.MarkIn(Window.NumberAt(now), block, offset);
                }
            }
        }

        Assert.Equal(2 * (320 + (32 * 536) + (1_000 * 1_280)), coverage.Bytes);
        Assert.Equal(1, coverage.FillOf(500));
        Assert.InRange(coverage.Encode().Length, 5_000, 8_000);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1_000, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 10_000)]
    public void ThereIsNothingOutsideARegion(int block, int offset)
    {
        var coverage = new RegionCoverage(Window);

        Assert.Throws<ArgumentOutOfRangeException>(() => coverage.Mark(block, offset, Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => coverage.Look(block, offset));
    }

    [Theory]
    [InlineData(59)]
    [InlineData((366 * 86_400) + 1)]
    [InlineData(60.5)]
    public void AWindowHasBounds(double seconds) => Assert.Throws<ArgumentOutOfRangeException>(() => new CoverageWindow(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void WindowsOfOtherLengthsAreNotMerged() => Assert.Throws<ArgumentException>(
        () => new RegionCoverage(Window).MergeFrom(new RegionCoverage(new CoverageWindow(TimeSpan.FromDays(1)))));

    [Fact]
    public void MarkingWhatHasItsRoomAllocatesNothing()
    {
        var coverage = new RegionCoverage(Window);
        for (var offset = 0; offset < 300; offset++)
        {
            coverage.Mark(7, offset, Start);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var offset = 0; offset < 5_000; offset++)
        {
            coverage.Mark(7, offset, Start);
            coverage.Look(7, offset + 1);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
