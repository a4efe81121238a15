using QuotaGrid.Core.Budgets;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Budgets;

/// <summary>What an identity's budgets pay, held by one silo: exactly what it is admitted, from all of them or from none.</summary>
public sealed class ParentBudgetsTests
{
    private static readonly Policy Ample = Some.Policy(Some.Velocity(1_000, TimeSpan.FromHours(1), 1_000));

    private readonly CapabilityState _state = Some.New();

    [Fact]
    public void EachBudgetPaysForWhatIsAdmittedAndForNothingElse()
    {
        var (wide, narrow) = (Held("wide", 50), Held("narrow", 7));

        var decision = Decide(10, wide, narrow);

        Assert.Equal((Outcome.Partial, 7, "narrow"), (decision.Outcome, decision.Allowed.Count, decision.Limit));
        Assert.Equal((43, 0), (wide.Holder.Left.Items, narrow.Holder.Left.Items));
        Assert.Equal([993, 43, 0], decision.Limits.Select(limit => limit.Remaining));
        Assert.Equal((10, 3), (_state.Evidence.Asked, _state.Evidence.Denied));

        decision = Decide(1, wide, narrow);
        Assert.Equal((Outcome.Denied, 43), (decision.Outcome, wide.Holder.Left.Items));
    }

    [Fact]
    public void WhatTheIdentityIsDeniedTheBudgetsKeep()
    {
        var held = Held("wide", 50);
        var tight = Some.Policy(Some.Velocity(4, TimeSpan.FromHours(1), 4));

        var decision = _state.Decide(Some.Lookup, tight, Some.TargetsFrom(1, 10), Admission.Partial, Some.Start, new ParentBudgets(held));
        Assert.Equal((4, "items", 46), (decision.Allowed.Count, decision.Limit, held.Holder.Left.Items));

        decision = _state.Decide(Some.Lookup, tight, Some.TargetsFrom(1, 10), Admission.Whole, Some.Start, new ParentBudgets(held));
        Assert.Equal((Outcome.Denied, 46), (decision.Outcome, held.Holder.Left.Items));
    }

    [Fact]
    public void ABatchAsAWholeIsPaidForAsAWholeOrNotAtAll()
    {
        var held = Held("narrow", 7);

        var decision = _state.Decide(Some.Lookup, Ample, Some.TargetsFrom(1, 8), Admission.Whole, Some.Start, new ParentBudgets(held));

        Assert.Equal((Outcome.Denied, "narrow", 7), (decision.Outcome, decision.Limit, held.Holder.Left.Items));
        Assert.Equal([1_000, 7], decision.Limits.Select(limit => limit.Remaining));
        Assert.Equal((1, 8, 8), (_state.Evidence.Requests, _state.Evidence.Asked, _state.Evidence.Denied));
    }

    [Fact]
    public void ADeniedTargetIsNotLearned()
    {
        var policy = Some.Policy(Some.Novel(100, TimeSpan.FromHours(1), 100));

        _state.Decide(Some.Lookup, policy, Some.TargetsFrom(1, 8), Admission.Partial, Some.Start, new ParentBudgets(Held("narrow", 3)));

        Assert.Equal(3, _state.KnownTargets(Some.Start));
        var known = _state.Decide(Some.Lookup, policy, Some.TargetsFrom(1, 8), Admission.Partial, Some.Start);
        Assert.Equal((8, 5), (known.Allowed.Count, known.Novel));
    }

    [Fact]
    public void ALeaseIsOnlyWhatEveryBudgetPaysFor()
    {
        var (wide, narrow) = (Held("wide", 50), Held("narrow", 7));
        var report = new SyncReport { Holder = new HolderId(9), Number = 1, Plan = Plan.Default, Wanted = new Permits(20, 20, 0) };

        var reply = _state.Sync(Some.Lookup, Ample, report, new Epoch(1), LeaseRules.Default, Some.Start, new ParentBudgets(wide, narrow));

        Assert.Equal(7, reply.Granted.Items);
        Assert.Equal((43, 0, 993), (wide.Holder.Left.Items, narrow.Holder.Left.Items, reply.Limits[0].Remaining));

        // Two of them were spent.
        var back = report with { Number = 2, Epoch = new Epoch(1), EpochSince = 1, Wanted = default, Returned = [new LeaseReturn(1, new Permits(2, 1, 0))] };
        reply = _state.Sync(Some.Lookup, Ample, back, new Epoch(1), LeaseRules.Default, Some.Start, new ParentBudgets(wide, narrow));
        Assert.Equal((48, 5, 998), (wide.Holder.Left.Items, narrow.Holder.Left.Items, reply.Limits[0].Remaining));
    }

    [Fact]
    public void ABudgetThatOnlyCountsRequestsIsPaidOnceForABatch()
    {
        var held = Held("calls", 5, LimitUnit.Requests);

        Assert.Equal(10, Decide(10, held).Allowed.Count);
        Assert.Equal(4, held.Holder.Left.Requests);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(10, Decide(10, held).Allowed.Count);
        }

        Assert.Equal(0, Decide(10, held).Allowed.Count);
    }

    [Fact]
    public void WithoutAnythingHeldNothingIsAdmittedNorCharged()
    {
        var held = new HeldBudget("empty", new HolderId(1), BudgetOf("empty", 10, LimitUnit.Items));

        var decision = Decide(1, held);

        Assert.Equal((Outcome.Denied, "empty"), (decision.Outcome, decision.Limit));
        Assert.True(decision.RetryAfter > TimeSpan.Zero && decision.RetryAfter < TimeSpan.FromSeconds(1));
        Assert.False(held.IsReadyFor(new Permits(1, 1, 0), Some.Start));
    }

    private static Budget BudgetOf(string name, int permits, LimitUnit unit) =>
        new(Capability: null, Tenant.Parse(name), [new Limit(name, LimitKind.Velocity, unit, permits, TimeSpan.FromHours(1), permits)]);

    /// <summary>A silo that was lent all of a budget.</summary>
    private static HeldBudget Held(string name, int permits, LimitUnit unit = LimitUnit.Items)
    {
        var budget = BudgetOf(name, permits, unit);
        var held = new HeldBudget(name, new HolderId(1), budget);
        held.Holder.Need(new Permits(permits, permits, 0));
        var report = held.Holder.NextReport(Some.Start, TimeSpan.Zero)!;
        var owner = new CapabilityState(BudgetPolicy.Definition.Horizon);
        held.OnReply(owner.Sync(BudgetPolicy.Definition, BudgetPolicy.Of(budget), report, new Epoch(77), LeaseRules.Default, Some.Start), Some.Start);
        return held;
    }

    private Decision Decide(int items, params HeldBudget[] budgets) =>
        _state.Decide(Some.Lookup, Ample, Some.TargetsFrom(1, items), Admission.Partial, Some.Start, new ParentBudgets([.. budgets]));
}
