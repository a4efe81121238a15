using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;
using static QuotaGrid.Core.Tests.Containment.WatchedWorld;

namespace QuotaGrid.Core.Tests.Containment;

/// <summary>Which syncs are held against an identity, by what is asked for of what everybody asks for: each sync is a pause of two hours after the one before.</summary>
public sealed class WatchedSyncTests
{
    private readonly WatchedWorld _world = new();
    private Instant _now = Some.Start;

    [Fact]
    public void TheFirstSyncIsNeverBlamed()
    {
        Sync(Shared, 500);
        Sync(Shared, 500);
        Sync(Shared, 500);

        AssertBlamed(0);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    public void ALaterOneIsWhenMoreOfItIsNewThanIsFree(int fresh, int blamed)
    {
        // 8, and one in fifty of 110.
        Sync(Shared, 100);
        Sync(Shared, 100, fresh);
        Sync(Shared, 20);

        AssertBlamed(blamed);
    }

    [Fact]
    public void ASyncIsBlamedAsSoonAsItIsCertainAndThenNoMore()
    {
        Sync(Shared, 100);
        Sync(Shared, 100, 30);
        AssertBlamed(1);
        Ask(From(Shared + 5_000, 30));
        AssertBlamed(1);
        Sync(Shared, 100);
        AssertBlamed(1);
    }

    [Fact]
    public void ThreeImportsInARowConvictAndTwoDoNot()
    {
        Sync(Shared, 100);
        Sync(Shared + 1_000, 100);
        Sync(Shared + 2_000, 100);
        Assert.Equal(0, _world.State.Conviction.Count);

        Sync(Shared + 3_000, 100);
        Assert.Equal((1, Signal.Churn), (_world.State.Conviction.Count, _world.State.Conviction.Signal));
    }

    [Fact]
    public void AnImportIsBlamedOnceWhenALimitLetsItInBitByBit()
    {
        _world.Policy = Under(Watching, Some.Novel(10_000, Hour, 150));
        Sync(Shared, 100);
        Sync(Shared, 500);
        AssertBlamed(1);
        Sync(Shared, 500);
        Sync(Shared, 500);
        AssertBlamed(1);
    }

    [Fact]
    public void WhoseBookALimitHasNoRoomForIsNeverBlamedForItsBeingLetInBitByBit()
    {
        _world.Policy = Under(Watching, Some.Novel(10_000, Hour, 150));
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(i == 5, Sync(Shared, 900).Outcome == Outcome.Allowed);

            // One contact, looked up in between: what was denied before is not forgotten.
            Sync(Shared, 1);
        }

        Sync(Shared, 900, 8);
        AssertBlamed(0);
    }

    [Fact]
    public void OneDeniedItemInEachSyncHidesNothing()
    {
        _world.Policy = Under(Watching, Some.Novel(10_000, Hour, 150));
        for (var i = 0U; i < 4; i++)
        {
            Assert.Equal(150, Sync(Shared + (i * 1_000), 151).Allowed.Count);
        }

        Assert.Equal((1, Signal.Churn), (_world.State.Conviction.Count, _world.State.Conviction.Signal));
    }

    [Theory]
    [InlineData(Admission.Whole)]
    [InlineData(Admission.Partial)]
    public void WhatIsDeniedWhileALimitHasSomethingLeftExcusesNothing(Admission admission)
    {
        // A whole batch that is too large, and more requests in flight than may be: both cost nothing, and can be had at any time.
        _world.Policy = Under(Watching, Some.Novel(10_000, Hour, 150), Some.InFlight(1, Hour));
        _world.State.Release(Sync(Shared, 100).Hold!.Value, _now);
        var hold = Ask([Shared]).Hold;
        Assert.Equal(Outcome.Denied, _world.Ask(From(Shared + 1_000, 200), _now, admission).Outcome);
        _world.State.Release(hold!.Value, _now);
        Sync(Shared, 100, 30);

        AssertBlamed(1);
    }

    [Fact]
    public void WhatIsDeniedWhileBlockedExcusesNothing()
    {
        _world.Policy = Under(Step(ContainmentAction.Block, 7 * Hour));
        Sync(Shared, 100);
        _world.SweepUntilConvicted(0, _now);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Outcome.Denied, Sync(Shared, 300).Outcome);
        }

        // The first one afterwards says nothing, as any first one.
        Assert.Equal(Outcome.Allowed, Sync(Shared, 300).Outcome);
        AssertBlamed(0);
        Assert.Equal(Outcome.Allowed, Sync(Shared, 300, 200).Outcome);
        AssertBlamed(1);
    }

    [Fact]
    public void AContainedIdentityIsNotBlamedForWhatItAsksAgainAfterwards()
    {
        Sync(Shared, 100);
        _world.SweepUntilConvicted(0, _now);
        Ask(From(Shared, 400));
        Sync(Shared, 400);
        Sync(Shared, 400);

        AssertBlamed(0);
        Assert.Equal(1, _world.State.Conviction.Count);
    }

    [Fact]
    public void AFirstSyncInWhoseMiddleDetectionBeginsIsNotBlamedNorWhatWasDeniedInIt()
    {
        _world.Policy = Under(null, Some.Novel(10_000, Hour, 150));
        Ask(From(Shared, 300));
        _world.Policy = Under(Watching, Some.Novel(10_000, Hour, 150));
        Ask(From(Shared, 100));
        Sync(Shared, 300);
        Sync(Shared, 300);
        AssertBlamed(0);
    }

    [Fact]
    public void ASyncThatNobodyWatchedIsNotTakenForThePartThatWasUnderWay()
    {
        Sync(Shared, 500);
        Sync(Shared, 500, 9);
        _world.Policy = Under(null);
        Sync(Shared, 20);
        _world.Policy = Under(Watching);

        // Nine of 509 are new, and are free; of the twenty that came meanwhile they would not be.
        Ask([Shared]);
        Sync(Shared, 20);
        AssertBlamed(0);
    }

    [Fact]
    public void AClientThatNeverPausesHasItsDaysLookedAt()
    {
        for (var half = 0; half < 240; half++)
        {
            // Thirty minutes; on the second day one new target in each.
            Ask(half < 48 ? From(Shared, 100) : [.. From(Shared, 99), Shared + 1_000 + (uint)half]);
            _now += Hour / 2;
        }

        // Days two, three and four have 48 or 49 new targets each: that convicts.
        Assert.Equal((1, Signal.Churn), (_world.State.Conviction.Count, _world.State.Conviction.Signal));
    }

    [Fact]
    public void AClockThatJumpsBackBeginsNoSync()
    {
        Sync(Shared, 100);
        Ask(From(Shared, 100));
        _now = Some.Start;
        Ask(From(Shared + 1_000, 100));
        _now += Hour / 2;
        Ask(From(Shared + 2_000, 100));

        // The second was a sync of its own: it is blamed once, whatever the clock says then.
        Assert.Equal(0, _world.State.Conviction.Count);
        Assert.True(Blame() < 2 * Math.Log(1_000));
    }

    private Decision Sync(uint first, int count, int fresh = 0)
    {
        _now += 2 * Hour;
        return Ask([.. From(first, count), .. From(Shared + 500_000 + (uint)(_now.UnixNanos / Instant.NanosPerSecond / 3_600 % 24 * 1_000), fresh)]);
    }

    private Decision Ask(uint[] numbers) => _world.Ask(numbers, _now);

    private double Blame() => _world.State.Suspicion.LogEValueOf(Signal.Churn);

    // One that is blamed multiplies by nearly a thousand, what is not by a little less than one.
    private void AssertBlamed(int times) => Assert.InRange(Blame(), (times * Math.Log(1_000)) - 9, (times * Math.Log(1_000)) + (times == 0 ? 0 : Math.Log(0.75)));
}
