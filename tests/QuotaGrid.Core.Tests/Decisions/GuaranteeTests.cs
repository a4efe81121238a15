using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Decisions;

public sealed class GuaranteeTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void ADeniedTargetStaysDeniedWhenItIsAskedAgainAndIsNotLearned()
    {
        var (state, policy) = (Some.New(), Some.Policy(Some.Novel(2, Day, 2), Some.Distinct(5, Day)));

        var first = Decide(state, policy, Some.TargetsFrom(1, 3));

        Assert.Equal(Outcome.Partial, first.Outcome);
        Assert.Equal([0, 1], Some.Items(first.Allowed));
        Assert.Equal("novel", first.Limit);
        for (var again = 0; again < 20; again++)
        {
            var denied = Decide(state, policy, Some.Targets(3));
            Assert.Equal((Outcome.Denied, "novel", 0), (denied.Outcome, denied.Limit, denied.Novel));
        }

        Assert.Equal(2, state.KnownTargets(Some.Start));
        Assert.Equal((21L, 23L, 21L, 2L), (state.Evidence.Requests, state.Evidence.Asked, state.Evidence.Denied, state.Evidence.Novel));
    }

    [Fact]
    public void ResyncWithinTheHorizonIsFree()
    {
        var (state, policy) = (Some.New(), Some.Policy(Some.Novel(500, TimeSpan.FromDays(30), 500)));
        Assert.Equal(500, Decide(state, policy, Some.TargetsFrom(1, 500)).Novel);

        // A refill of 500 in 30 days gives 33 permits in two days: a second charge of the 500 would show.
        for (var sync = 1; sync <= 10; sync++)
        {
            var at = Some.Start + (sync * TimeSpan.FromDays(2));
            var before = state.Peek(Some.Lookup, policy, at)[0].Remaining;
            var decision = state.Decide(Some.Lookup, policy, Some.TargetsFrom(1, 500), Admission.Whole, at);
            Assert.Equal((Outcome.Allowed, 0, before), (decision.Outcome, decision.Novel, decision.Limits[0].Remaining));
        }
    }

    [Fact]
    public void NoLimitIsChargedWhenAnotherDenies()
    {
        var policy = Some.Policy(
            Some.Velocity(100, Day, 100), Some.Velocity(50, Day, 50, LimitUnit.Requests), Some.Novel(1, Day, 1), Some.Distinct(10, Day));
        var state = Some.New();
        Decide(state, policy, Some.Targets(1));
        var before = state.Peek(Some.Lookup, policy, Some.Start);

        foreach (var admission in Enum.GetValues<Admission>())
        {
            var denied = state.Decide(Some.Lookup, policy, Some.TargetsFrom(2, 3), admission, Some.Start);
            Assert.Equal((Outcome.Denied, "novel"), (denied.Outcome, denied.Limit));
            Assert.Equal(before, denied.Limits);
        }

        Assert.Equal([99, 49, 0, 9], before.Select(limit => limit.Remaining));
    }

    [Fact]
    public void KnownTargetsPassWhileNewOnesAreDenied()
    {
        var (state, policy) = (Some.New(), Some.Policy(Some.Novel(2, Day, 2), Some.Velocity(10, Day, 10)));
        Decide(state, policy, Some.TargetsFrom(1, 2));

        var mixed = Decide(state, policy, Some.Targets(9, 1, 8, 2, 7));

        Assert.Equal([1, 3], Some.Items(mixed.Allowed));
        Assert.Equal([0, 6], mixed.Limits.Select(limit => limit.Remaining));
    }

    [Fact]
    public void ADuplicateInABatchIsNewOnceAndCostsAnItemEachTime()
    {
        var policy = Some.Policy(Some.Novel(5, Day, 5), Some.Velocity(10, Day, 10), Some.Distinct(5, Day));
        foreach (var admission in Enum.GetValues<Admission>())
        {
            var state = Some.New();
            var decision = state.Decide(Some.Lookup, policy, Some.Targets(1, 1, 2, 1), admission, Some.Start);
            Assert.Equal((Outcome.Allowed, 2), (decision.Outcome, decision.Novel));
            Assert.Equal([3, 6, 3], decision.Limits.Select(limit => limit.Remaining));
        }
    }

    [Fact]
    public void ADuplicateIsChargedOnceByADistinctLimitAlsoWhenAllThatWasKnownHasJustExpired()
    {
        var (state, policy) = (Some.New(), Some.Policy(Some.Distinct(5, Day)));
        Decide(state, policy, Some.Targets(1));

        var later = state.Decide(Some.Lookup, policy, Some.Targets(1, 1, 1, 1, 1, 1), Admission.Partial, Some.Start + (30 * Day));

        Assert.Equal((Outcome.Allowed, 1, 4L), (later.Outcome, later.Novel, later.Limits[0].Remaining));
    }

    [Fact]
    public void AVelocityLimitPerRequestChargesOneForAnyBatch()
    {
        var (state, policy) = (Some.New(), Some.Policy(Some.Velocity(3, Day, 3, LimitUnit.Requests)));

        Assert.Equal(2, Decide(state, policy, Some.TargetsFrom(1, 1_000)).Limits[0].Remaining);
        Assert.Equal(1, Decide(state, policy, Some.Targets(1)).Limits[0].Remaining);
        Assert.Equal(0, state.Decide(Some.Lookup, policy, Some.TargetsFrom(1, 500), Admission.Whole, Some.Start).Limits[0].Remaining);
        Assert.Equal((Outcome.Denied, "requests"), (Decide(state, policy, Some.Targets(1)).Outcome, Decide(state, policy, Some.Targets(1)).Limit));
    }

    [Fact]
    public void TheShadowStageAllowsEverythingAndRecordsWhatItWouldDeny()
    {
        var (state, policy) = (Some.New(), Some.Policy(Some.Novel(2, Day, 2)) with { Stage = Stage.Shadow });

        var decision = Decide(state, policy, Some.TargetsFrom(1, 5));

        Assert.Equal((Outcome.Allowed, Stage.Shadow, "novel", null), (decision.Outcome, decision.Stage, decision.Limit, decision.RetryAfter));
        Assert.Equal([0, 1, 2, 3, 4], Some.Items(decision.Allowed));
        Assert.Equal([2, 3, 4], Some.Items(decision.ShadowDenied!.Value));
        Assert.Equal((3L, 2L), (state.Evidence.Denied, state.Evidence.Novel));
        Assert.Equal(2, state.KnownTargets(Some.Start));
        Assert.Equal(0, Decide(state, policy, Some.TargetsFrom(1, 2)).ShadowDenied!.Value.Count);
    }

    [Fact]
    public void AnEmptyBatchIsAProgrammingErrorAndIsNotCounted()
    {
        var (state, policy) = (Some.New(), Some.Policy(Some.Novel(2, Day, 2)));

        Assert.Throws<ArgumentOutOfRangeException>(() => Decide(state, policy, []));

        Assert.Equal(0, state.Evidence.Requests);
    }

    [Fact]
    public void OutcomesCountForKnownTargetsOnly()
    {
        var (state, policy) = (Some.New(), Some.Policy(Some.Novel(3, Day, 3)));
        Decide(state, policy, Some.TargetsFrom(1, 4));

        state.RecordOutcomes(Some.Targets(1, 4), Some.Targets(2, 3), remembered: true, Some.Start);

        Assert.Equal((1L, 2L, 1L), (state.Evidence.Found, state.Evidence.Missing, state.Evidence.Unmatched));
    }

    [Fact]
    public void WithoutAMemoryOutcomesCountAsTheyCome()
    {
        var state = Some.New();
        Decide(state, Some.Policy(Some.Velocity(10, Day, 10)), Some.TargetsFrom(1, 4));

        state.RecordOutcomes(Some.Targets(1, 4), Some.Targets(2), remembered: false, Some.Start);

        Assert.Equal((2L, 1L, 0L), (state.Evidence.Found, state.Evidence.Missing, state.Evidence.Unmatched));
    }

    private static Decision Decide(CapabilityState state, Policy policy, Fingerprint[] targets) =>
        state.Decide(Some.Lookup, policy, targets, Admission.Partial, Some.Start);
}
