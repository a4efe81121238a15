using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;
using static QuotaGrid.Core.Tests.Containment.WatchedWorld;

namespace QuotaGrid.Core.Tests.Containment;

/// <summary>What is admitted to whom something is done about because of its cohorts.</summary>
public sealed class GroupedDecisionTests
{
    private static readonly Instant Start = Some.Start;
    private static readonly Cohort Network = Cohort.Of("network", "198.51.100.0/24");

    private readonly WatchedWorld _world = new();

    [Fact]
    public void WhatItKnowsPassesAndWhatIsNewDoesNotUntilItIsOver()
    {
        _world.Ask([1, 2], Start);
        See(ContainmentAction.Tighten, Start + Hour, Start);

        var decision = _world.Ask([1, 7, 2], Start);

        Assert.Equal([0, 2], Some.Items(decision.Allowed));
        Assert.Equal((ContainmentAction.Tighten, Hour, 0), (decision.Action, decision.RetryAfter, _world.State.Conviction.Count));
        Assert.Equal(Outcome.Allowed, _world.Ask([7], Start + Hour).Outcome);
    }

    [Fact]
    public void ABlockDeniesEverythingAndNothingIsLent()
    {
        _world.Ask([1, 2], Start);
        See(ContainmentAction.Block, Start + Hour, Start);

        Assert.Equal((Outcome.Denied, Hour), (_world.Ask([1], Start).Outcome, _world.Ask([1], Start).RetryAfter));
        var reply = _world.State.Sync(
            Some.Lookup, _world.Policy, new SyncReport { Holder = new HolderId(1), Number = 1, Plan = _world.Policy.Plan, Wanted = new Permits(100, 100, 0) }, new Epoch(1), LeaseRules.Default, Start);
        Assert.True(reply.Granted.IsNone);
    }

    [Fact]
    public void TheHarderOfTwoIsDoneAndEachPartWaitsForWhatDeniesIt()
    {
        _world.Policy = Under(Step(ContainmentAction.Tighten, 3 * Hour));
        _world.Sweep(0, Start);
        See(ContainmentAction.Block, Start + Hour, Start);

        Assert.Equal((ContainmentAction.Block, Hour), (_world.Ask([0], Start).Action, _world.Ask([0], Start).RetryAfter));
        Assert.Equal(Outcome.Allowed, _world.Ask([0], Start + Hour).Outcome);
        Assert.Equal((ContainmentAction.Tighten, 2 * Hour), (_world.Ask([9_000], Start + Hour).Action, _world.Ask([9_000], Start + Hour).RetryAfter));
    }

    [Fact]
    public void APardonEndsItForThisIdentityAlsoAfterItLeftMemory()
    {
        See(ContainmentAction.Block, Start + Hour, Start);
        Assert.Equal(Outcome.Denied, _world.Ask([1], Start).Outcome);

        Assert.True(_world.State.Pardon(Start));

        _world.State = Some.Copy(_world.State);
        See(ContainmentAction.Block, Start + Hour, Start);
        Assert.Equal(Outcome.Allowed, _world.Ask([1], Start).Outcome);
    }

    [Fact]
    public void WhoIsNoLongerInTheCohortIsNoLongerContained()
    {
        See(ContainmentAction.Block, Start + Hour, Start);
        Assert.Equal(Outcome.Denied, _world.Ask([1], Start).Outcome);

        _world.State.SeeGroups(ContainmentTable.Empty, _world.Policy, [Network], Start);

        Assert.Equal(Outcome.Allowed, _world.Ask([1], Start).Outcome);
    }

    [Fact]
    public void UnderAPolicyThatWatchesNobodyItIsNotDone()
    {
        _world.Policy = Under(null);
        See(ContainmentAction.Block, Start + Hour, Start);

        Assert.Equal(Outcome.Allowed, _world.Ask([1], Start).Outcome);
    }

    [Fact]
    public void AConvictionSaysInWhichBlocksItsTargetsLie()
    {
        _world.Ask([.. From(20_000, 8), .. From(30_000, 20)], Start);

        Assert.Equal(["e164:1212/2", "e164:1212/3"], _world.State.Blocks.Select(block => block.ToString()));
        Assert.Equal([8, 3], _world.State.Blocks.Select(block => block.Targets));
        Assert.Equal(2, _world.State.DifferentBlocks);

        // Of that conviction, until something new is admitted after it.
        _world.State = Some.Copy(_world.State);
        Assert.Equal(2, _world.State.DifferentBlocks);
        _world.Ask([40_000], Start + Hour);
        Assert.Equal(["e164:1212/4"], _world.State.Blocks.Select(block => block.ToString()));
        _world.State.Pardon(Start + Hour);
        Assert.Empty(_world.State.Blocks);
    }

    private void See(ContainmentAction action, Instant until, Instant since) => _world.State.SeeGroups(
        new ContainmentTable([new CohortContainment(Some.Lookup.Name, [Network], since) { Action = action, Until = until }]), _world.Policy, [Network], since);
}
