using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Tests.Targets;
using static QuotaGrid.Core.Tests.Containment.WatchedWorld;

namespace QuotaGrid.Core.Tests.Containment;

/// <summary>What is admitted to whom that is convicted, and when waiting helps.</summary>
public sealed class ContainedDecisionTests
{
    private readonly WatchedWorld _world = new();

    [Fact]
    public void TheRestOfTheBatchThatConvictsIsDenied()
    {
        var decision = _world.Ask(From(0, 30), Some.Start);

        Assert.Equal(Enumerable.Range(0, Convicting), Some.Items(decision.Allowed));
        Assert.Equal((Outcome.Partial, ContainmentAction.Tighten, Hour, null), (decision.Outcome, decision.Action, decision.RetryAfter, decision.Limit));
        Assert.Equal((11, 99_989L), (decision.Novel, decision.Limits[0].Remaining));
        Assert.Equal(From(0, Convicting).Select(n => (PlaceOf(n), Some.Start)), _world.Marked);
        Assert.Equal(19, _world.State.Evidence.Denied);
        Assert.Equal(
            new Conviction
            {
                Count = 1,
                Action = ContainmentAction.Tighten,
                Stage = Stage.Enforced,
                Since = Some.Start,
                Until = Some.Start + Hour,
                Signal = Signal.Novelty,
                LogEValue = EvidenceOf(Convicting, 0, Some.Start).PeakLogEValue,
            },
            _world.State.Conviction);
    }

    [Theory]
    [InlineData(ContainmentAction.Tighten)]
    [InlineData(ContainmentAction.Challenge)]
    public void WhatIsKnownPassesWhileNothingNewDoes(ContainmentAction action)
    {
        _world.Policy = Under(Step(action, Hour));
        _world.Sweep(0, Some.Start);

        var known = _world.Ask(From(0, Convicting), Some.Start + TimeSpan.FromMinutes(10));
        Assert.Equal((Outcome.Allowed, ContainmentAction.None, null), (known.Outcome, known.Action, known.RetryAfter));

        // Also what everybody asks for; and what is new does not hold up what is known behind it.
        var mixed = _world.Ask([5_000, 1, Shared, 1, 5_000, 2], Some.Start + TimeSpan.FromMinutes(20));
        Assert.Equal([1, 3, 5], Some.Items(mixed.Allowed));
        Assert.Equal((action, TimeSpan.FromMinutes(40)), (mixed.Action, mixed.RetryAfter));
        Assert.Equal(Outcome.Allowed, _world.Ask([3], Some.Start + TimeSpan.FromMinutes(20)).Outcome);
        Assert.Equal(Outcome.Denied, _world.Ask([5_000], Some.Start + Hour - TimeSpan.FromTicks(1)).Outcome);
        Assert.Equal(Outcome.Allowed, _world.Ask([5_000], Some.Start + Hour).Outcome);
    }

    [Fact]
    public void ADeniedTargetIsDeniedAgainAndIsNoEvidence()
    {
        _world.Sweep(0, Some.Start);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(Outcome.Denied, _world.Ask(From(5_000, 20), Some.Start + TimeSpan.FromSeconds(i), neighbours: 19).Outcome);
            Assert.Equal(Outcome.Denied, _world.Ask(From(5_000, 20), Some.Start + TimeSpan.FromSeconds(i), Admission.Whole, neighbours: 19).Outcome);
        }

        Assert.Equal((1.0, 0.0, 1), (_world.State.Suspicion.EValue, _world.State.Suspicion.PeakLogEValue, _world.State.Conviction.Count));
        Assert.Equal((Convicting, 11L, 4_000L), (_world.Marked.Count, _world.State.Evidence.Novel, _world.State.Evidence.Denied));
    }

    [Fact]
    public void WhatALimitDeniesIsNoEvidenceEither()
    {
        _world.Policy = Under(Watching, Some.Novel(5, 240 * Hour, 5));
        for (var i = 0; i < 50; i++)
        {
            _world.Ask(From(0, 20), Some.Start, neighbours: 0);
        }

        Assert.Equal(EvidenceOf(5, 0, Some.Start).LogEValueOf(Signal.Novelty), _world.State.Suspicion.LogEValueOf(Signal.Novelty));
        Assert.Equal((5, 0), (_world.Marked.Count, _world.State.Conviction.Count));
    }

    [Fact]
    public void ABlockDeniesWhatIsKnownToo()
    {
        _world.Policy = Under(Step(ContainmentAction.Block, Hour));
        _world.Sweep(0, Some.Start);

        foreach (var (numbers, admission) in new[] { (From(0, 1), Admission.Partial), (From(0, 3), Admission.Partial), (From(0, 3), Admission.Whole) })
        {
            var decision = _world.Ask(numbers, Some.Start + Hour / 4, admission);
            Assert.Equal((Outcome.Denied, ContainmentAction.Block, Hour * 3 / 4, null), (decision.Outcome, decision.Action, decision.RetryAfter, decision.Limit));
        }

        Assert.Equal(7, _world.State.Evidence.Denied);
        Assert.Equal(Outcome.Denied, _world.Ask([0], Some.Start + Hour - TimeSpan.FromTicks(1)).Outcome);
        Assert.Equal(Outcome.Allowed, _world.Ask([0], Some.Start + Hour).Outcome);
    }

    [Fact]
    public void WhoIsContainedStaysSoWhenAGatewayShowsNothing()
    {
        _world.Sweep(0, Some.Start);

        Assert.Equal([0], Some.Items(_world.AskUnseen([1, 5_000], Some.Start).Allowed));
        _world.Policy = Under(Step(ContainmentAction.Block, Hour));
        _world.State = Some.New();
        _world.Sweep(100, Some.Start);
        Assert.Equal(Outcome.Denied, _world.AskUnseen([100], Some.Start).Outcome);
    }

    [Theory]
    [InlineData(Admission.Partial)]
    [InlineData(Admission.Whole)]
    public void WhoWaitsOutAContainmentAndThenALimitWaitsForTheLater(Admission admission)
    {
        // One permit a day, and all of the burst is spent when the sweep is seen.
        _world.Policy = Under(Watching, Some.Novel(10, 10 * Day, Convicting));
        _world.Sweep(0, Some.Start);

        var decision = _world.Ask([5_000], Some.Start, admission);
        Assert.Equal((Day, "novel", ContainmentAction.Tighten), (decision.RetryAfter, decision.Limit, decision.Action));
        Assert.Equal(Outcome.Denied, _world.Ask([5_000], Some.Start + Day - TimeSpan.FromTicks(1), admission).Outcome);
        Assert.Equal(Outcome.Allowed, _world.Ask([5_000], Some.Start + Day, admission).Outcome);
    }

    [Fact]
    public void OfAnItemThatIsContainedAndOneThatALimitDeniesTheSoonerSaysHowLong()
    {
        // A permit each two minutes, one left for the two known ones.
        _world.Policy = Under(Watching, Some.Velocity(30, Hour, Convicting + 1), Some.Novel(1_000, Day, 1_000));
        _world.Sweep(0, Some.Start);

        var decision = _world.Ask([5_000, 1, 2], Some.Start);
        Assert.Equal([1], Some.Items(decision.Allowed));
        Assert.Equal((TimeSpan.FromMinutes(2), "items", ContainmentAction.Tighten), (decision.RetryAfter, decision.Limit, decision.Action));
    }

    [Fact]
    public void AWholeBatchWaitsForeverForWhatALimitNeverHas()
    {
        _world.Policy = Under(Watching, Some.Novel(100, Day, 12));
        _world.Sweep(0, Some.Start);

        var decision = _world.Ask(From(5_000, 13), Some.Start, Admission.Whole);
        Assert.Equal((Outcome.Denied, null, "novel"), (decision.Outcome, decision.RetryAfter, decision.Limit));
    }

    [Fact]
    public void AWholeBatchIsAdmittedAsAWholeAndConvictsOnce()
    {
        var decision = _world.Ask(From(0, 900), Some.Start, Admission.Whole);

        Assert.Equal((Outcome.Allowed, 900, 900), (decision.Outcome, decision.Novel, _world.Marked.Count));
        Assert.Equal((1, Some.Start + Hour), (_world.State.Conviction.Count, _world.State.Conviction.Until));
        Assert.Equal(Outcome.Allowed, _world.Ask(From(0, 900), Some.Start, Admission.Whole).Outcome);
        var denied = _world.Ask([.. From(0, 900), 5_000], Some.Start, Admission.Whole);
        Assert.Equal((Outcome.Denied, ContainmentAction.Tighten, Hour), (denied.Outcome, denied.Action, denied.RetryAfter));
    }

    [Fact]
    public void OfASketchNothingPassesWhileContained()
    {
        _world.Policy = Under(null);
        foreach (var batch in From(Shared, 20_000).Chunk(1_000))
        {
            _world.AskUnseen(batch, Some.Start);
        }

        Assert.False(_world.State.IsExact);
        _world.Policy = Under(Watching);
        for (var i = 0U; _world.State.Conviction.Count == 0; i += 10)
        {
            _world.Ask(From(i, 10), Some.Start);
        }

        // New ones that look known would pass for nothing.
        Assert.Equal(0, _world.Ask(From(500_000, 1_000), Some.Start).Allowed.Count);
        Assert.Equal((Outcome.Denied, Hour), (_world.Ask([Shared], Some.Start).Outcome, _world.Ask([Shared], Some.Start).RetryAfter));
        Assert.Equal(Outcome.Denied, _world.Ask([Shared], Some.Start, Admission.Whole).Outcome);
        Assert.Equal(Outcome.Allowed, _world.Ask([Shared], Some.Start + Hour).Outcome);
    }

    [Theory]
    [InlineData(Admission.Partial)]
    [InlineData(Admission.Whole)]
    public void AThousandKnownTargetsAreWatchedWithoutAllocating(Admission admission)
    {
        var collections = GC.CollectionCount(0);
        var (targets, places) = (UniformTargets.From(1, 1_000), From(Shared, 1_000).Select(PlaceOf).ToArray());
        var words = new ulong[ItemSet.WordsFor(1_000)];
        var least = long.MaxValue;
        for (var i = 0; i < 50 && least > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var sight = new Sight(_world.View, Some.Lookup.Name, places, default);
            var verdict = _world.State.Admit(Some.Lookup, _world.Policy, targets, admission, Some.Start, words, sight);
            least = i == 0 ? least : Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(1_000, verdict.Allowed);
        }

        Assert.True(least == 0, $"{least} bytes; {GC.CollectionCount(0) - collections} collections.");
    }
}
