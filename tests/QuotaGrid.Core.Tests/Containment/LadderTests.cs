using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;
using static QuotaGrid.Core.Tests.Containment.WatchedWorld;

namespace QuotaGrid.Core.Tests.Containment;

/// <summary>How convictions follow each other, end early, last longer, and fare when the policy changes.</summary>
public sealed class LadderTests
{
    private static readonly Instant Start = Some.Start;

    private readonly WatchedWorld _world = new();

    [Fact]
    public void EachConvictionGoesAStepUpAndTheLastStepIsRepeated()
    {
        var now = Start;
        foreach (var (count, action, length) in new[]
        {
            (1, ContainmentAction.Tighten, Hour), (2, ContainmentAction.Challenge, Day), (3, ContainmentAction.Block, 7 * Day), (4, ContainmentAction.Block, 7 * Day),
        })
        {
            _world.Sweep((uint)count * 100, now);
            var conviction = _world.State.Conviction;
            Assert.Equal((count, action, now, now + length), (conviction.Count, conviction.Action, conviction.Since, conviction.Until));
            now = conviction.Until;
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 2)]
    public void AConvictionIsLivedDownNinetyDaysAfterItsEnd(long ticks, int count)
    {
        _world.Sweep(0, Start);
        _world.Sweep(100, Start + Hour + (90 * Day) + TimeSpan.FromTicks(ticks));

        Assert.Equal(count, _world.State.Conviction.Count);
    }

    [Fact]
    public void APardonEndsWhatIsDoneAndForgetsWhatWasHeldAgainst()
    {
        _world.Policy = Under(Step(ContainmentAction.Block, Hour));
        Assert.False(_world.State.Pardon(Start));
        _world.Sweep(0, Start);

        Assert.True(_world.State.Pardon(Start));
        Assert.Equal((0, 1.0), (_world.State.Conviction.Count, _world.State.Suspicion.EValue));
        Assert.False(_world.State.Pardon(Start));

        // Nearly as much as before is forgotten too, so it takes as much again.
        Assert.Equal(Outcome.Allowed, _world.Ask(From(100, Convicting - 1), Start).Outcome);
        Assert.False(_world.State.Pardon(Start));
        Assert.Equal(Outcome.Allowed, _world.Ask(From(200, Convicting - 1), Start).Outcome);
        Assert.Equal(0, _world.State.Conviction.Count);
    }

    [Fact]
    public void WhatIsDoneIsMadeToLastLongerAndNeverShorter()
    {
        Assert.False(_world.State.ExtendContainment(Start + Day, Start));
        _world.Sweep(0, Start);

        Assert.True(_world.State.ExtendContainment(Start + Day, Start));
        Assert.True(_world.State.ExtendContainment(Start + (2 * Hour), Start));
        Assert.Equal(Start + Day, _world.State.Conviction.Until);
        Assert.Equal(Day - Hour, _world.Ask([5_000], Start + Hour).RetryAfter);
        Assert.False(_world.State.ExtendContainment(Start + (2 * Day), Start + Day));
    }

    [Fact]
    public void AClockThatIsBehindNeitherEndsNorShortensWhatIsDone()
    {
        _world.Sweep(0, Start + Hour);

        Assert.Equal((Outcome.Denied, 2 * Hour), (_world.Ask([5_000], Start).Outcome, _world.Ask([5_000], Start).RetryAfter));
        Assert.Equal(Outcome.Allowed, _world.Ask([1], Start).Outcome);
        Assert.Equal(1, _world.State.Conviction.Count);
    }

    [Fact]
    public void ADetectionThatIsTakenAwayDeniesNothingAndComesBackToWhatItKnew()
    {
        _world.Sweep(0, Start);
        _world.Policy = Under(null);
        Assert.Equal(Outcome.Allowed, _world.Ask([5_000], Start).Outcome);

        _world.Policy = Under(Watching with { OneIn = 500 });
        Assert.Equal(Outcome.Denied, _world.Ask([5_001], Start + (Hour / 2)).Outcome);
        Assert.Equal(Outcome.Allowed, _world.Ask([5_001], Start + Hour).Outcome);
    }

    [Fact]
    public void WhatTheShadowStageRecordedIsNotCarriedOutButWhoGoesOnIsConvictedForTheFirstTime()
    {
        var shadow = Under(Watching with { Stage = Stage.Shadow });
        _world.Policy = shadow;
        _world.Sweep(0, Start);
        _world.Sweep(100, Start + Hour);
        Assert.Equal(2, _world.State.Conviction.Count);

        _world.Policy = Under(Watching);
        Assert.Equal(Outcome.Allowed, _world.Ask([1, 5_000], Start + Hour).Outcome);
        Assert.Equal(Outcome.Partial, _world.Ask(From(200, 30), Start + Hour).Outcome);
        Assert.Equal((1, ContainmentAction.Tighten, Stage.Enforced), (_world.State.Conviction.Count, _world.State.Conviction.Action, _world.State.Conviction.Stage));

        _world.Policy = shadow;
        Assert.Equal(Outcome.Allowed, _world.Ask([6_000], Start + Hour).Outcome);
        _world.Policy = Under(Watching);
        Assert.Equal(Outcome.Denied, _world.Ask([6_001], Start + Hour).Outcome);
    }
}
