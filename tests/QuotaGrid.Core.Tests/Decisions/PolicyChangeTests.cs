using System.Collections.Immutable;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Decisions;

public sealed class PolicyChangeTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(100, 100, 60)]
    [InlineData(200, 200, 160)]
    [InlineData(50, 50, 10)]
    [InlineData(40, 40, 0)]
    [InlineData(10, 10, 0)]
    [InlineData(1_000, 500, 460)]
    public void AChangedPolicyNeitherRefillsNorEmpties(long quota, long burst, long remaining)
    {
        var state = Some.New();
        Decide(state, Some.Policy(Some.Velocity(100, Day, 100), Some.Novel(100, Day, 100)), 40);

        var limits = state.Peek(Some.Lookup, Some.Policy(Some.Novel(quota, Day, burst), Some.Velocity(quota, Day, burst)), Some.Start);

        Assert.Equal([remaining, remaining], limits.Select(limit => limit.Remaining));
    }

    [Fact]
    public void AnotherPlanWithoutTheLimitAndBackIsNoReset()
    {
        var (free, partner) = (Some.Policy(Some.Novel(100, Day, 100)), Some.Policy(Some.Velocity(100, Day, 100)) with { Plan = Plan.Parse("partner") });
        var state = Some.New();
        Decide(state, free, 90);

        Assert.Equal(95, Decide(state, partner, 5).Limits[0].Remaining);
        Assert.Equal("partner", state.Plan.Value);

        Assert.Equal(10, state.Peek(Some.Lookup, free, Some.Start)[0].Remaining);
        Assert.Equal(Plan.Default, state.Plan);
        Assert.Equal(95, state.Peek(Some.Lookup, partner, Some.Start)[0].Remaining);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(99)]
    [InlineData(5_000)]
    public void AnotherPlanWithTheLimitAtAnotherBurstAndBackIsNoReset(long burst)
    {
        var (large, other) = (Some.Policy(Some.Novel(100, Day, 100)), Some.Policy(Some.Novel(burst, Day, burst)) with { Plan = Plan.Parse("other") });
        var state = Some.New();
        Decide(state, large, 100);
        for (var turn = 0; turn < 10; turn++)
        {
            Assert.Equal(Math.Max(0, burst - 100), state.Peek(Some.Lookup, other, Some.Start)[0].Remaining);
            state = Some.Copy(state);
            Assert.Equal(0, state.Peek(Some.Lookup, large, Some.Start)[0].Remaining);
        }
    }

    [Fact]
    public void WhatIsSpentUnderOnePlanIsSpentUnderTheOther()
    {
        var (small, large) = (Some.Policy(Some.Novel(100, Day, 100)), Some.Policy(Some.Novel(1_000, Day, 1_000)) with { Plan = Plan.Parse("large") });
        var state = Some.New();

        Assert.Equal(50, Decide(state, small, 50).Limits[0].Remaining);
        Assert.Equal(870, Decide(state, large, 80).Limits[0].Remaining);
        Assert.Equal(0, state.Peek(Some.Lookup, small, Some.Start)[0].Remaining);
        Assert.Equal(670, Decide(state, large, 200).Limits[0].Remaining);
        Assert.Equal(0, state.Peek(Some.Lookup, small, Some.Start)[0].Remaining);
        Assert.Equal(670, state.Peek(Some.Lookup, large, Some.Start)[0].Remaining);
    }

    [Fact]
    public void PlansThatTakeTurnsDoNotStopTheRefill()
    {
        var (free, partner) = (Some.Policy(Some.Novel(24, Day, 24)), Some.Policy(Some.Novel(24, Day, 48)));
        var state = Some.New();
        Decide(state, free, 24);
        for (var minute = 1; minute <= 120; minute++)
        {
            state.Peek(Some.Lookup, minute % 2 == 0 ? free : partner, Some.Start + TimeSpan.FromMinutes(minute));
        }

        Assert.Equal(2, state.Peek(Some.Lookup, free, Some.Start + TimeSpan.FromMinutes(120))[0].Remaining);
    }

    [Fact]
    public void TheSameNameOfAnotherKindIsAnotherLimit()
    {
        var state = Some.New();
        Decide(state, Some.Policy(Some.Novel(100, Day, 100)), 100);

        var limits = state.Peek(Some.Lookup, Some.Policy(Some.Velocity(100, Day, 100) with { Name = "novel" }), Some.Start);

        Assert.Equal(100, limits[0].Remaining);
    }

    [Fact]
    public void ManyPlansDoNotGrowTheStateAndForgetWhatIsFullestFirst()
    {
        var state = Some.New();
        var spent = Some.Policy(Some.Velocity(100, Day, 100));
        Decide(state, spent, 100);
        for (var i = 0; i < 200; i++)
        {
            var limits = Enumerable.Range(0, 8).Select(j => Some.Velocity(100, Day, 100) with { Name = $"l{i}-{j}" });
            Decide(state, Some.Policy([.. limits]), 1);
        }

        Assert.InRange(Some.Bytes(state).Length, 1, 32 * 40);
        Assert.Equal(0, state.Peek(Some.Lookup, spent, Some.Start)[0].Remaining);
        Assert.Equal(Some.Bytes(state), Some.Bytes(Some.Copy(state)));
    }

    [Fact]
    public void ALimitOfTheNewPolicyIsNotForgottenToMakePlaceForAnother()
    {
        var state = Some.New();
        var kept = Some.Velocity(100, Day, 100) with { Name = "kept" };
        Decide(state, Some.Policy(kept), 10);
        for (var i = 0; i < 31; i++)
        {
            Decide(state, Some.Policy(Some.Velocity(100, Day, 100) with { Name = $"l{i}" }), 50);
        }

        // 32 limits are kept, of which this one has most left. A new limit comes before it in the policy.
        var limits = state.Peek(Some.Lookup, Some.Policy(Some.Velocity(100, Day, 100) with { Name = "new" }, kept), Some.Start);

        Assert.Equal([100, 90], limits.Select(limit => limit.Remaining));
    }

    [Fact]
    public void AnotherHorizonAppliesAlsoWhenThePolicyIsTheSame()
    {
        var (state, policy) = (Some.New(), Some.Policy(Some.Novel(100, Day, 100)));
        Decide(state, policy, 10);
        var shorter = Some.Lookup with { Horizon = TimeSpan.FromHours(24) };

        var decision = state.Decide(shorter, policy, Some.TargetsFrom(1, 10), Admission.Partial, Some.Start + TimeSpan.FromHours(48));

        Assert.Equal(10, decision.Novel);
    }

    [Fact]
    public void KnownTargetsStayKnownUnderALongerHorizon()
    {
        var (state, policy) = (Some.New(), Some.Policy(Some.Novel(100, Day, 100)));
        Decide(state, policy, 10);
        var longer = Some.Lookup with { Horizon = TimeSpan.FromDays(90) };

        Assert.Equal(0, state.Decide(longer, policy, Some.TargetsFrom(1, 10), Admission.Partial, Some.Start).Novel);
        Assert.Equal(0, state.Decide(longer, policy, Some.TargetsFrom(1, 10), Admission.Partial, Some.Start + (80 * Day)).Novel);
    }

    [Fact]
    public void PeekingChargesNothing()
    {
        var (state, policy) = (Some.New(), Some.Policy(Some.Novel(100, Day, 100), Some.Distinct(50, Day)));
        var expected = ImmutableArray.Create(
            new LimitStatus("novel", LimitKind.Novel, 100, Day, 100, TimeSpan.Zero),
            new LimitStatus("distinct", LimitKind.Distinct, 50, Day, 50, TimeSpan.Zero));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(expected, state.Peek(Some.Lookup, policy, Some.Start));
        }

        Assert.Equal(0, state.Evidence.Requests);
    }

    private static Decision Decide(CapabilityState state, Policy policy, int fresh)
    {
        // Targets that were never asked for before, so that each costs a novel permit.
        Fingerprint[] targets = Some.TargetsFrom((int)state.Evidence.Asked + 1, fresh);
        var decision = state.Decide(Some.Lookup, policy, targets, Admission.Whole, Some.Start);
        Assert.Equal(Outcome.Allowed, decision.Outcome);
        return decision;
    }
}
