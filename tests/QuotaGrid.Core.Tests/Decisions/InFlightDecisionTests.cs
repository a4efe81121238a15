using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>Limits of what is in flight, beside other limits.</summary>
public sealed class InFlightDecisionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly Policy Two = Some.Policy(Some.Novel(10, Day, 10), Some.InFlight(2, Lease), Some.Velocity(10, Day, 10), Some.Distinct(10, Day));

    private readonly CapabilityState _state = Some.New();

    [Theory]
    [InlineData(Admission.Partial, 1)]
    [InlineData(Admission.Partial, 3)]
    [InlineData(Admission.Whole, 1)]
    [InlineData(Admission.Whole, 3)]
    public void ARequestThatFindsNoPermitIsDeniedWhollyChargesNothingAndLearnsNothing(Admission admission, int targets)
    {
        Ask(Two, Some.Start, 1);
        Ask(Two, Some.Start + TimeSpan.FromSeconds(10), 1);
        var now = Some.Start + TimeSpan.FromSeconds(12);
        var before = _state.Peek(Some.Lookup, Two, now);

        var denied = _state.Decide(Some.Lookup, Two, Some.TargetsFrom(1, targets), admission, now);

        Assert.Equal((Outcome.Denied, "parallel", TimeSpan.FromSeconds(18), null), (denied.Outcome, denied.Limit, denied.RetryAfter, denied.Hold));
        Assert.Equal([9, 0, 8, 9], denied.Limits.Select(limit => limit.Remaining));
        Assert.Equal(before, denied.Limits);
        Assert.Equal(1, _state.KnownTargets(now));
    }

    [Theory]
    [InlineData(Admission.Partial)]
    [InlineData(Admission.Whole)]
    public void ARequestThatAnotherLimitDeniesWhollyHoldsNothing(Admission admission)
    {
        var policy = Some.Policy(Some.InFlight(2, Lease), Some.Novel(1, Day, 1));
        Ask(policy, Some.Start, 1);

        var denied = _state.Decide(Some.Lookup, policy, Some.TargetsFrom(2, 3), admission, Some.Start);

        Assert.Equal((Outcome.Denied, "novel", null), (denied.Outcome, denied.Limit, denied.Hold));
        Assert.Equal(1, denied.Limits[0].Remaining);
    }

    [Fact]
    public void ARequestThatIsAdmittedInPartHoldsOnePermit()
    {
        var decision = Ask(Some.Policy(Some.InFlight(5, Lease), Some.Novel(2, Day, 2)), Some.Start, 1, 2, 3, 4);

        Assert.Equal((Outcome.Partial, 2), (decision.Outcome, decision.Allowed.Count));
        Assert.NotNull(decision.Hold);
        Assert.Equal(new LimitStatus("parallel", LimitKind.InFlight, 5, Lease, 4, Lease), decision.Limits[0]);
    }

    [Fact]
    public void APermitIsFreeWhenItIsReleasedAndOnlyOnce()
    {
        var (first, second) = (Ask(Two, Some.Start, 1).Hold!.Value, Ask(Two, Some.Start, 1).Hold!.Value);

        Assert.True(_state.Release(first, Some.Start));
        Assert.False(_state.Release(first, Some.Start));
        var third = Ask(Two, Some.Start, 1);
        Assert.Equal(Outcome.Allowed, third.Outcome);

        // Whoever comes again releases nobody else's, also in the same place of the table.
        Assert.False(_state.Release(first, Some.Start));
        Assert.Equal(0, Left(Two, Some.Start));
        Assert.Equal(3, new HashSet<HoldId> { first, second, third.Hold!.Value }.Count);
    }

    [Fact]
    public void APermitThatIsNeverReleasedIsFreeAfterItsLeaseUnlessItIsRenewed()
    {
        var (left, renewed) = (Ask(Two, Some.Start, 1).Hold!.Value, Ask(Two, Some.Start, 1).Hold!.Value);
        Assert.True(_state.Renew(renewed, Some.Start + (Lease / 2)));

        Assert.Equal(0, Left(Two, Some.Start + Lease - new TimeSpan(1)));
        Assert.Equal(1, Left(Two, Some.Start + Lease));
        Assert.False(_state.Renew(left, Some.Start + Lease));
        Assert.False(_state.Release(left, Some.Start + Lease));
        Assert.Equal(2, Left(Two, Some.Start + (Lease * 1.5)));
    }

    [Fact]
    public void WithoutSuchALimitNothingIsHeld()
    {
        Assert.Null(Ask(Some.Policy(Some.Velocity(5, Day, 5)), Some.Start, 1).Hold);
        Assert.False(_state.Release(new HoldId(1), Some.Start));
        Assert.False(_state.Renew(new HoldId(1), Some.Start));
    }

    [Fact]
    public void APolicyMayHaveNoOtherLimit()
    {
        var policy = Some.Policy(Some.InFlight(1, Lease));
        var decision = Ask(policy, Some.Start, 1, 2, 3);

        Assert.Equal((Outcome.Allowed, 0), (decision.Outcome, _state.KnownTargets(Some.Start)));
        Assert.Equal((Outcome.Denied, Lease), (Ask(policy, Some.Start, 1).Outcome, Ask(policy, Some.Start, 1).RetryAfter));
    }

    [Fact]
    public void InTheShadowStageNothingIsDeniedAndWhatWouldBeHoldsNothing()
    {
        var policy = Some.Policy(Some.InFlight(1, Lease)) with { Stage = Stage.Shadow };
        var held = Ask(policy, Some.Start, 1);

        var over = Ask(policy, Some.Start, 1, 2);

        Assert.NotNull(held.Hold);
        Assert.Equal((Outcome.Allowed, "parallel", null, null), (over.Outcome, over.Limit, over.RetryAfter, over.Hold));
        Assert.Equal((2, 2), (over.Allowed.Count, over.ShadowDenied!.Value.Count));
    }

    [Fact]
    public void WhatIsInFlightSurvivesBeingStored()
    {
        var hold = Ask(Two, Some.Start, 1).Hold!.Value;
        Ask(Two, Some.Start, 1);

        var copy = Some.Copy(_state);

        Assert.Equal(Some.Bytes(_state), Some.Bytes(copy));
        Assert.Equal("parallel", copy.Decide(Some.Lookup, Two, Some.Targets(1), Admission.Whole, Some.Start).Limit);
        Assert.True(copy.Release(hold, Some.Start));
        Assert.False(copy.Release(hold, Some.Start));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(5, 3)]
    public void WhatIsInFlightStaysSoUnderAnotherQuotaAndAnotherName(int quota, int left)
    {
        Ask(Two, Some.Start, 1);
        var hold = Ask(Two, Some.Start, 1).Hold!.Value;
        var other = Some.Policy(Some.InFlight(quota, Lease) with { Name = "other" });

        Assert.Equal(left, Left(other, Some.Start));
        Assert.True(_state.Release(hold, Some.Start));
        Assert.Equal(1, Left(Two, Some.Start));
    }

    [Fact]
    public void APlanWithoutTheLimitAndBackForgetsNoRequest()
    {
        var without = Some.Policy(Some.Velocity(10, Day, 10)) with { Plan = Plan.Parse("partner") };
        var hold = Ask(Two, Some.Start, 1).Hold!.Value;
        Ask(Two, Some.Start, 1);

        Assert.Null(Ask(without, Some.Start, 1).Hold);
        Assert.True(_state.Release(hold, Some.Start));
        Assert.Equal(1, Left(Two, Some.Start));

        // When nothing is in flight any more there is nothing to keep.
        var before = Some.New();
        before.Peek(Some.Lookup, without, Some.Start);
        _state.Peek(Some.Lookup, without, Some.Start + Lease);
        Assert.Equal(Some.Bytes(before)[^1], Some.Bytes(_state)[^1]);
        Assert.Equal(2, Left(Two, Some.Start + Lease));
    }

    [Fact]
    public void AnIdentityWithoutSuchALimitDecidesWithoutAllocating()
    {
        var (policy, target, allowed) = (Some.Policy(Some.Velocity(1_000_000, Day, 1_000_000)), Some.Targets(1), new ulong[1]);
        _state.Admit(Some.Lookup, policy, target, Admission.Partial, Some.Start, allowed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _state.Admit(Some.Lookup, policy, target, Admission.Partial, Some.Start, allowed);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private Decision Ask(Policy policy, Instant now, params uint[] targets) =>
        _state.Decide(Some.Lookup, policy, Some.Targets(targets), Admission.Partial, now);

    private long Left(Policy policy, Instant now) => _state.Peek(Some.Lookup, policy, now).Single(limit => limit.Kind == LimitKind.InFlight).Remaining;
}
