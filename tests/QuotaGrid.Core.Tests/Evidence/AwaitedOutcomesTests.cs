using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Evidence;

public sealed class AwaitedOutcomesTests
{
    private readonly AwaitedOutcomes _awaited = new();
    private Instant _now = Some.Start;

    [Fact]
    public void AnOutcomeIsTakenOnceAndOnlyOfWhatIsAwaited()
    {
        Await(1, 3);

        Assert.Equal(2, Take(2, 5));
        Assert.Equal(0, Take(2, 5));
        Assert.Equal(1, Take(1, 1));
        Assert.Equal(0, _awaited.Count);
    }

    [Fact]
    public void ATargetThatIsAwaitedTwiceIsTakenOnce()
    {
        Await(1, 1);
        _now += AwaitedOutcomes.Patience;
        Await(1, 1);

        Assert.Equal((1, 0), (Take(1, 1), Take(1, 1)));
    }

    [Fact]
    public void WhatNobodyTellsOfIsDroppedAfterOneToTwoTimesThePatience()
    {
        Await(1, 1);
        _now += 0.9 * AwaitedOutcomes.Patience;
        Await(2, 1);
        _now += AwaitedOutcomes.Patience;
        Assert.Equal(1, Take(2, 1));
        Assert.Equal(1, Take(1, 1));

        Await(1, 2);
        _now += 2 * AwaitedOutcomes.Patience;
        Assert.Equal(0, Take(1, 2));
        Assert.Equal(0, _awaited.Count);
    }

    [Fact]
    public void AClockThatJumpsBackDropsNothing()
    {
        Await(1, 5);
        _now = new Instant(_now.UnixNanos - (100 * Instant.NanosPerSecond));

        Assert.Equal(5, Take(1, 5));
    }

    [Fact]
    public void NoMoreAreAwaitedThanThereIsRoomFor()
    {
        Await(1, AwaitedOutcomes.Capacity + 100);

        Assert.Equal(16_384, _awaited.Count);
        Assert.Equal(0, Take(AwaitedOutcomes.Capacity + 1, 100));
        Assert.Equal(10, Take(1, 10));
        Await(AwaitedOutcomes.Capacity + 1, 100);
        Assert.Equal(10, Take(AwaitedOutcomes.Capacity + 1, 100));
    }

    private void Await(int first, int count)
    {
        foreach (var target in Targets(first, count))
        {
            _awaited.Await(target, _now);
        }
    }

    private int Take(int first, int count) => _awaited.Take(Targets(first, count), _now);

    private static Fingerprint[] Targets(int first, int count) => Some.Targets([.. Enumerable.Range(first, count).Select(number => (uint)number)]);
}
