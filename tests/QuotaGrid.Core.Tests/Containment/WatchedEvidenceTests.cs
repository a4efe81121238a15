using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;
using static QuotaGrid.Core.Tests.Containment.WatchedWorld;

namespace QuotaGrid.Core.Tests.Containment;

/// <summary>What of a batch becomes evidence, against the same evidence reckoned alone.</summary>
public sealed class WatchedEvidenceTests
{
    private readonly WatchedWorld _world = new();

    [Theory]
    [InlineData(Admission.Partial)]
    [InlineData(Admission.Whole)]
    public void EachNewTargetIsEvidenceOnceHoweverOftenItComes(Admission admission)
    {
        _world.Ask([1, 2, 1, 1, Shared, 2, 1, Shared, 1], Some.Start, admission);
        _world.Ask([1, Shared, 2], Some.Start, admission);

        Assert.Equal(EvidenceOf(2, 1, Some.Start).LogEValueOf(Signal.Novelty), _world.State.Suspicion.LogEValueOf(Signal.Novelty));
        Assert.Equal([PlaceOf(1), PlaceOf(2)], _world.Marked.Select(mark => mark.Place));
    }

    [Theory]
    [InlineData(Admission.Partial)]
    [InlineData(Admission.Whole)]
    public void ATargetThatExpiredIsNewOnceMoreAndNotForEachTimeThatItComes(Admission admission)
    {
        _world.Ask([1], Some.Start);
        var later = Some.Start + TimeSpan.FromHours(245);
        var expected = EvidenceOf(1, 0, Some.Start);
        expected.OnSync(1, 1, later);
        expected.OnNovel(false, ShareBound.Of(0.16), later);

        _world.Ask([.. Enumerable.Repeat(1U, 500)], later, admission);

        Assert.Equal(2, _world.State.Evidence.Novel);
        Assert.Equal(expected.LogEValueOf(Signal.Novelty), _world.State.Suspicion.LogEValueOf(Signal.Novelty));
    }

    [Theory]
    [InlineData(Admission.Partial)]
    [InlineData(Admission.Whole)]
    public void TargetsWithoutAPlaceAreAdmittedAndHeldAgainstNobody(Admission admission)
    {
        var decision = _world.AskAt(From(0, 30), [.. From(0, 5).Select(PlaceOf), default, new TargetPlace(ulong.MaxValue)], Some.Start, admission, neighbours: 29);

        Assert.Equal((Outcome.Allowed, 30), (decision.Outcome, decision.Novel));
        Assert.Equal(5, _world.Marked.Count);

        // Of who has no place it is not known either whether it is a neighbour.
        Assert.Equal(EvidenceOf(5, 0, Some.Start, neighbours: 4).EValue, _world.State.Suspicion.EValue);
    }

    [Fact]
    public void WhatIsNotKnownOfOthersIsMarkedAndSaysNothingOfNovelty()
    {
        _world.KnowsNothing = true;
        _world.Ask(From(0, 100), Some.Start);

        Assert.Equal(Math.Log(0.5), _world.State.Suspicion.LogEValueOf(Signal.Novelty), 5);
        Assert.Equal((100, 0), (_world.Marked.Count, _world.State.Conviction.Count));
    }

    [Fact]
    public void ASweepInOrderIsSeenWhereNothingIsKnownOfOthers()
    {
        _world.KnowsNothing = true;
        _world.Ask(From(0, 30), Some.Start, neighbours: 29);

        Assert.Equal((1, Signal.Order), (_world.State.Conviction.Count, _world.State.Conviction.Signal));
    }

    [Fact]
    public void MissesAreHeldAgainstWhoAsksWhereNothingIsKnownOfOthers()
    {
        _world.KnowsNothing = true;
        _world.View.Learn(Some.Lookup.Name, new Market(1), new HonestBounds(ShareBound.Whole, ShareBound.Of(0.5), ShareBound.Whole));
        _world.Ask(From(0, 100), Some.Start);
        _world.Report(From(0, 5), From(5, 95), Some.Start);

        Assert.Equal((1, Signal.Missing), (_world.State.Conviction.Count, _world.State.Conviction.Signal));
    }

    [Fact]
    public void OneTargetElsewhereDoesNotChooseByWhichBoundsMissesAreJudged()
    {
        _world.View.Learn(Some.Lookup.Name, new Market(1), new HonestBounds(ShareBound.Whole, ShareBound.Of(0.5), ShareBound.Whole));
        var numbers = From(0, 101);
        TargetPlace[] places = [new(RegionKey.Parse("e164:4930"), 1, 1), .. numbers[1..].Select(PlaceOf)];
        _world.AskAt(numbers, places, Some.Start);
        _world.Report(From(0, 5), From(5, 95), Some.Start);

        Assert.Equal((1, Signal.Missing), (_world.State.Conviction.Count, _world.State.Conviction.Signal));
    }

    [Fact]
    public void OutcomesOfTargetsThatWereNotAdmittedAreNoEvidence()
    {
        _world.View.Learn(Some.Lookup.Name, new Market(1), new HonestBounds(ShareBound.Whole, ShareBound.Of(0.5), ShareBound.Whole));
        _world.Ask(From(0, 10), Some.Start);
        _world.Report([], From(1_000, 500), Some.Start);

        Assert.Equal(Math.Log(0.5), _world.State.Suspicion.LogEValueOf(Signal.Missing), 5);
        Assert.Equal(500, _world.State.Evidence.Unmatched);
    }

    [Fact]
    public void ASweepInOrderIsStoppedInTheMiddleOfItsFirstBatch()
    {
        // What everybody asked for, so that order alone convicts: at the eleventh, the tenth that has one before it.
        var decision = _world.Ask(From(Shared, 1_000), Some.Start, neighbours: 999);

        Assert.Equal((Outcome.Partial, 11), (decision.Outcome, decision.Allowed.Count));
        Assert.Equal((1, Signal.Order), (_world.State.Conviction.Count, _world.State.Conviction.Signal));
    }

    [Fact]
    public void KnownTargetsThatFollowEachOtherAreNoEvidence()
    {
        _world.Ask(From(Shared, 200), Some.Start);
        var before = _world.State.Suspicion.EValue;
        _world.Ask(From(Shared, 200), Some.Start, neighbours: 199);

        Assert.Equal(before, _world.State.Suspicion.EValue);
    }

    [Fact]
    public void WhereTheGatewayDoesNotSayWhoFollowsWhomOrderSaysNothing()
    {
        var sight = new Sight(_world.View, Some.Lookup.Name, From(Shared, 30).Select(PlaceOf).ToArray(), default);
        _world.State.Admit(Some.Lookup, _world.Policy, Some.Targets(From(Shared, 30)), Admission.Partial, Some.Start, new ulong[1], sight);

        Assert.Equal(Math.Log(0.5), _world.State.Suspicion.LogEValueOf(Signal.Order), 5);
    }

    [Fact]
    public void OfABatchOfWhichOnlyThePaidForPartIsHereThatPartCounts()
    {
        var sight = new Sight(_world.View, Some.Lookup.Name, From(Shared, 1_000).Select(PlaceOf).ToArray(), Neighbours(1_000, 3));
        var words = new ulong[ItemSet.WordsFor(20)];
        var verdict = _world.State.Admit(Some.Lookup, _world.Policy, Some.Targets(From(Shared, 20)), Admission.Partial, Some.Start, words, sight);

        Assert.Equal(20, verdict.Allowed);
        Assert.Equal(EvidenceOf(0, 20, Some.Start, neighbours: 3).EValue, _world.State.Suspicion.EValue);
    }

    [Fact]
    public void OutcomesThatComeTwiceOrOfTargetsThatWereKnownCountOnce()
    {
        _world.View.Learn(Some.Lookup.Name, new Market(1), new HonestBounds(ShareBound.Whole, ShareBound.Of(0.5), ShareBound.Whole));
        _world.Ask(From(0, 20), Some.Start);
        _world.Report(From(0, 15), From(15, 5), Some.Start);
        var once = _world.State.Suspicion.LogEValueOf(Signal.Missing);
        _world.Report(From(0, 15), From(15, 5), Some.Start);
        _world.Ask(From(0, 20), Some.Start);
        _world.Report([], From(15, 5), Some.Start);

        Assert.Equal(once, _world.State.Suspicion.LogEValueOf(Signal.Missing));
        Assert.Equal((30, 15), (_world.State.Evidence.Found, _world.State.Evidence.Missing));
    }

    [Fact]
    public void ManyKnownTargetsDoNotDiluteTheMissesOfAFewNewOnes()
    {
        _world.View.Learn(Some.Lookup.Name, new Market(1), new HonestBounds(ShareBound.Whole, ShareBound.Of(0.3), ShareBound.Whole));
        _world.Ask(From(Shared, 220), Some.Start);
        _world.Report(From(Shared, 220), [], Some.Start);
        var later = Some.Start + (48 * Hour);
        _world.Ask([.. From(Shared, 220), .. From(Shared + 1_000, 55)], later);
        _world.Report([.. From(Shared, 220), .. From(Shared + 1_000, 15)], From(Shared + 1_015, 40), later);

        Assert.Equal((1, Signal.Missing), (_world.State.Conviction.Count, _world.State.Conviction.Signal));
    }

    [Fact]
    public void OutcomesThatComeMuchLaterOrAfterACrashAreEvidenceOfNothing()
    {
        _world.View.Learn(Some.Lookup.Name, new Market(1), new HonestBounds(ShareBound.Whole, ShareBound.Of(0.3), ShareBound.Whole));
        _world.Ask(From(Shared, 100), Some.Start);
        _world.Report([], From(Shared, 50), Some.Start + Hour);
        _world.Ask(From(Shared + 1_000, 100), Some.Start + Hour);
        _world.State = Some.Copy(_world.State);
        _world.Report([], From(Shared + 1_000, 100), Some.Start + Hour);

        Assert.InRange(_world.State.Suspicion.LogEValueOf(Signal.Missing), -5, 0);
        Assert.Equal(0, _world.State.Conviction.Count);
    }

    [Fact]
    public void ASightWithoutAViewIsNoEvidence()
    {
        _world.AskUnseen(From(0, 500), Some.Start);
        _world.AskUnseen(From(0, 500), Some.Start + (3 * Hour));
        _world.AskUnseen(From(1_000, 500), Some.Start + (6 * Hour));

        Assert.True(_world.State.Suspicion.EValue <= 1);
        Assert.Equal((0, 0), (_world.State.Conviction.Count, _world.Marked.Count));
    }

    [Fact]
    public void WithoutADetectionNobodyIsWatched()
    {
        _world.Policy = Under(null);
        _world.Ask(From(0, 500), Some.Start, neighbours: 499);

        Assert.Equal((0, 1.0), (_world.Marked.Count, _world.State.Suspicion.EValue));
    }

    [Fact]
    public void TheShadowStageOfTheDetectionConvictsOnceForEachTimeThatItLastsAndDeniesNothing()
    {
        _world.Policy = Under(Watching with { Stage = Stage.Shadow });
        var decision = _world.Ask(From(0, 900), Some.Start);

        Assert.Equal((Outcome.Allowed, ContainmentAction.None, null), (decision.Outcome, decision.Action, decision.ShadowDenied));
        Assert.Equal((1, Stage.Shadow, ContainmentAction.Tighten), (_world.State.Conviction.Count, _world.State.Conviction.Stage, _world.State.Conviction.Action));
        Assert.Equal((900, 1.0), (_world.Marked.Count, _world.State.Suspicion.EValue));
        Assert.Equal(Outcome.Allowed, _world.Ask(From(2_000, 900), Some.Start + Hour).Outcome);
        Assert.Equal((2, Some.Start + Hour + Day), (_world.State.Conviction.Count, _world.State.Conviction.Until));
    }

    [Fact]
    public void TheShadowStageOfThePolicyDeniesNothingAndSaysWhatItWouldHave()
    {
        _world.Policy = Under(Watching) with { Stage = Stage.Shadow };
        var decision = _world.Ask(From(0, 30), Some.Start);

        Assert.Equal((Outcome.Allowed, ContainmentAction.None, null), (decision.Outcome, decision.Action, decision.RetryAfter));
        Assert.Equal(Enumerable.Range(Convicting, 19), Some.Items(decision.ShadowDenied!.Value));
        _world.Policy = Under(Step(ContainmentAction.Block, Day)) with { Stage = Stage.Shadow };
        _world.State = Some.New();
        _world.Sweep(100, Some.Start);
        var blocked = _world.Ask([100, 101], Some.Start);
        Assert.Equal((Outcome.Allowed, 2, 2), (blocked.Outcome, blocked.Allowed.Count, blocked.ShadowDenied!.Value.Count));
    }
}
