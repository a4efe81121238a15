using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Coverage;

public sealed class CoverageMarksTests
{
    private static readonly CoverageWindow Window = CoverageWindow.Default;
    private static readonly RegionKey Region = RegionKey.Parse("e164:1212");
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void APlaceWaitsOnceUntilItsMessageIsAcknowledged()
    {
        var marks = new CoverageMarks(Window);
        Assert.True(marks.Add(Place(5), Start));
        Assert.True(marks.Add(Place(5), Start));
        Assert.Equal(1, marks.Places);
        Assert.Equal([Region], marks.Regions());

        var one = marks.Take(Region, default);
        Assert.Equal([5], Offsets(one));
        Assert.Equal(one.Number, marks.Take(Region, default).Number);

        marks.Add(Place(6), Start);
        marks.Add(Place(5), Start);
        var two = marks.Take(Region, default);
        Assert.Equal([5, 6], Offsets(two));
        Assert.Equal(2, marks.Places);

        // The first message's answer comes late: it says nothing about the second.
        marks.Acknowledge(Region, one.Number);
        Assert.Equal(2, marks.Places);
        marks.Add(Place(7), Start);
        marks.Acknowledge(Region, two.Number);
        marks.Acknowledge(Region, two.Number);
        Assert.Equal(1, marks.Places);
        Assert.Equal([7], Offsets(marks.Take(Region, default)));
        marks.Acknowledge(Region, 3);
        Assert.Equal(0, marks.Places);
        Assert.Empty(marks.Regions());
    }

    [Fact]
    public void APlaceOfThePreviousWindowWaitsBesideThatOfThisOne()
    {
        var marks = new CoverageMarks(Window);
        marks.Add(Place(5), Start);
        marks.Take(Region, default);
        marks.Add(Place(5), Start + TimeSpan.FromDays(15));
        marks.Add(Place(6), Start + TimeSpan.FromDays(15));

        var sent = RegionCoverage.Decode(marks.Take(Region, default).Places, Window);

        Assert.Equal(Window.NumberAt(Start) + 1, sent.NewestWindow);
        Assert.Equal((PlaceCoverage.Asked, PlaceCoverage.Asked), (sent.Look(1, 5), sent.Look(1, 6)));
        Assert.Equal(3, marks.Places);
    }

    [Fact]
    public void WhatDoesNotFitIsDroppedAndCounted()
    {
        var marks = new CoverageMarks(Window, maxPlaces: 3, maxRegions: 2);
        Assert.True(marks.Add(Place(1), Start));
        Assert.True(marks.Add(new TargetPlace(RegionKey.Parse("opaque:1"), 0, 0), Start));
        Assert.False(marks.Add(new TargetPlace(RegionKey.Parse("opaque:2"), 0, 0), Start));
        Assert.True(marks.Add(Place(2), Start));
        Assert.False(marks.Add(Place(3), Start));
        Assert.True(marks.Add(Place(2), Start));

        Assert.Equal((3, 2L), (marks.Places, marks.Dropped));
        marks.Take(Region, default);
        marks.Acknowledge(Region, 1);
        Assert.Equal(1, marks.Places);
        Assert.True(marks.Add(Place(3), Start));
    }

    [Fact]
    public void WhatIsNoPlaceIsNotTaken()
    {
        var marks = new CoverageMarks(Window);

        Assert.False(marks.Add(default, Start));
        Assert.False(marks.Add(new TargetPlace(ulong.MaxValue), Start));
        Assert.False(marks.Add(new TargetPlace(Place(0).Value + 10_000), Start));
        Assert.Empty(marks.Regions());
    }

    [Fact]
    public void ARegionThatNothingWaitsForIsOnlyAsked()
    {
        var position = new RegionPosition(new(1), 2, 3, 4);

        Assert.Equal(new RegionMarks(Region, 0, position, default), new CoverageMarks(Window).Take(Region, position));
    }

    private static TargetPlace Place(int offset) => new(Region, 1, offset);

    private static IEnumerable<int> Offsets(RegionMarks marks)
    {
        var coverage = RegionCoverage.Decode(marks.Places, Window);
        return Enumerable.Range(0, 10_000).Where(offset => coverage.Contains(1, offset));
    }
}
