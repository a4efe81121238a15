using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;
using static QuotaGrid.Core.Tests.Containment.WatchedWorld;

namespace QuotaGrid.Core.Tests.Containment;

/// <summary>What a passed challenge lifts, and what not.</summary>
public sealed class ChallengeTests
{
    private static readonly Instant Start = Some.Start;

    private readonly WatchedWorld _world = new() { Policy = Under(Step(ContainmentAction.Challenge, 100 * Day)) };

    [Fact]
    public void APassedChallengeLiftsWhatIsDoneAndTheNextConvictionIsAStepUp()
    {
        _world.Policy = Under(Watching with { Ladder = [new(ContainmentAction.Challenge, Day), new(ContainmentAction.Block, Day)] });
        _world.Sweep(0, Start);
        Assert.Equal(ContainmentAction.Challenge, _world.Ask([5_000], Start).Action);

        Assert.Equal(ChallengeResult.Lifted, Pass("one", Start + Hour));

        Assert.Equal(Outcome.Allowed, _world.Ask([5_000], Start + Hour).Outcome);
        Assert.Equal((1, Start + Hour), (_world.State.Conviction.Count, _world.State.Conviction.Until));
        _world.SweepUntilConvictedAgain(100, Start + Hour);
        Assert.Equal((2, ContainmentAction.Block), (_world.State.Conviction.Count, _world.State.Conviction.Action));
        Assert.Equal(ChallengeResult.NotChallenged, Pass("two", Start + Hour));
    }

    [Fact]
    public void OnlyAChallengeIsLifted()
    {
        Assert.Equal(ChallengeResult.NotContained, Pass("one", Start));
        foreach (var action in (ContainmentAction[])[ContainmentAction.Tighten, ContainmentAction.Block])
        {
            var world = new WatchedWorld { Policy = Under(Step(action, Day)) };
            world.Sweep(0, Start);
            Assert.Equal(ChallengeResult.NotChallenged, world.State.PassChallenge(ChallengeId.Parse("one"), Start));
            Assert.Equal(action, world.Ask([5_000], Start).Action);
        }
    }

    [Fact]
    public void TheSamePassReportedAgainLiftsNothingMore()
    {
        _world.Sweep(0, Start);
        Assert.Equal(ChallengeResult.Lifted, Pass("one", Start));
        _world.SweepUntilConvictedAgain(100, Start + Hour);

        Assert.Equal(ChallengeResult.Lifted, Pass("one", Start + Hour));

        Assert.Equal(ContainmentAction.Challenge, _world.Ask([5_000], Start + Hour).Action);
    }

    [Fact]
    public void ThreeInThirtyDaysLiftSomethingAndTheFourthDoesNot()
    {
        for (var i = 0; i < Relief.MaxPasses; i++)
        {
            _world.SweepUntilConvictedAgain((uint)i * 100, Start + (i * Hour));
            Assert.Equal(ChallengeResult.Lifted, Pass($"{i}", Start + (i * Hour)));
        }

        _world.SweepUntilConvictedAgain(500, Start + Day);
        Assert.Equal(ChallengeResult.Exhausted, Pass("four", Start + Day));
        Assert.Equal(ContainmentAction.Challenge, _world.Ask([5_000], Start + Day).Action);
        Assert.Equal(ChallengeResult.Exhausted, Pass("five", Start + Relief.Period - TimeSpan.FromTicks(1)));
        Assert.Equal(ChallengeResult.Lifted, Pass("six", Start + Relief.Period));
        Assert.Equal((3, 30), (Relief.MaxPasses, Relief.Period.Days));
    }

    [Fact]
    public void WhatIsDoneBecauseOfACohortIsLiftedToo()
    {
        var table = new ContainmentTable([
            new CohortContainment(Some.Lookup.Name, [Cohort.Of("asn", "1")], Start) { Action = ContainmentAction.Challenge, Until = Start + Day }]);
        _world.State.SeeGroups(table, _world.Policy, [Cohort.Of("asn", "1")], Start);
        Assert.Equal(ContainmentAction.Challenge, _world.Ask([5_000], Start).Action);

        Assert.Equal(ChallengeResult.Lifted, Pass("one", Start + Hour));

        _world.State = Some.Copy(_world.State);
        _world.State.SeeGroups(table, _world.Policy, [Cohort.Of("asn", "1")], Start + Hour);
        Assert.Equal(Outcome.Allowed, _world.Ask([5_000], Start + Hour).Outcome);
    }

    [Fact]
    public void InTheShadowStageThereIsNothingToLift()
    {
        _world.Policy = Under(Watching with { Stage = Stage.Shadow, Ladder = [new(ContainmentAction.Challenge, Day)] });
        _world.Sweep(0, Start);

        Assert.Equal(ChallengeResult.NotContained, Pass("one", Start));
    }

    [Theory]
    [InlineData("", "The id is missing or empty.")]
    [InlineData("\u00e4", "The id has characters that are not printable ASCII.")]
    public void AChallengeWithoutAProperNameIsRefused(string id, string detail) =>
        Assert.Equal(("id", detail), (Problem(id).Field, Problem(id).Detail));

    [Fact]
    public void ALongNameIsRefusedAndTheLongestIsNot()
    {
        Assert.Equal("The id has 129 characters.", Problem(new string('x', 129)).Detail);
        Assert.NotEqual(ChallengeId.Parse(new string('x', 128)), ChallengeId.Parse(new string('x', 127)));
    }

    private static ValueProblem Problem(string id) => Assert.Throws<InvalidValueException>(() => ChallengeId.Parse(id)).Problem;

    private ChallengeResult Pass(string id, Instant now) => _world.State.PassChallenge(ChallengeId.Parse(id), now);
}
