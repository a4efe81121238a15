using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;
using static QuotaGrid.Core.Tests.Campaigns.SomeConvictions;

namespace QuotaGrid.Core.Tests.Campaigns;

/// <summary>What campaigns and operators do about identities that nobody convicted.</summary>
public sealed class CampaignContainmentTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly Instant LongAgo = new(1);

    private readonly CampaignBook _book = new();

    [Fact]
    public void WhoIsNewAndSharesWhatACampaignSharesIsContainedWhileItGrowsAndForALittleLonger()
    {
        var policy = PolicyWith(new CampaignRule(ContainmentAction.Challenge, Day, Members: 5));
        var small = new CohortSize(Rare.Cohort, 8, 1_000_000);
        _book.Tell([.. Enumerable.Range(0, 4).Select(i => Of($"p{i}", i, null, small))]);
        Assert.Equal(ContainmentAction.None, Find(policy, [small.Cohort], After(0)).Action);

        _book.Tell(Of("p4", 4, null, small));
        var found = Find(policy, [small.Cohort], After(4));

        Assert.Equal((ContainmentAction.Challenge, Stage.Enforced, After(4) + Day, _book.Campaigns[0].Id), (found.Action, found.Stage, found.Until, found.By!.Campaign));
        Assert.Equal((ContainmentAction.Challenge, ContainmentAction.None), (found.ActionAt(After(4) + Day - TimeSpan.FromTicks(1)), found.ActionAt(After(4) + Day)));

        // Who was there before, has another client, or another policy, is not.
        Assert.Equal(ContainmentAction.Challenge, Find(policy, [small.Cohort], After(0) - Day).Action);
        Assert.Null(Find(policy, [small.Cohort], After(-1) - Day).By);
        Assert.Null(Find(policy, [Common.Cohort], After(4)).By);
        Assert.Null(Find(PolicyWith(null), [small.Cohort], After(4)).By);
        Assert.Null(Find(policy with { Detection = null }, [small.Cohort], After(4)).By);

        // Nor who was pardoned, or passed a challenge, since.
        Assert.Null(Find(policy, [small.Cohort], After(4), lifted: _book.Campaigns[0].Opened).By);
        Assert.NotNull(Find(policy, [small.Cohort], After(4), lifted: _book.Campaigns[0].Opened - TimeSpan.FromTicks(1)).By);
    }

    [Fact]
    public void InTheShadowStageItIsKnownAndNotCarriedOut()
    {
        var policy = PolicyWith(new CampaignRule(ContainmentAction.Block, Day, Members: 3));
        var small = new CohortSize(Rare.Cohort, 8, 1_000_000);
        _book.Tell(Of("a", 0, null, small), Of("b", 1, null, small), Of("c", 2, null, small));

        var found = Find(policy with { Detection = policy.Detection! with { Stage = Stage.Shadow } }, [small.Cohort], After(2));

        Assert.Equal((Stage.Shadow, ContainmentAction.Block, ContainmentAction.None), (found.Stage, found.Action, found.ActionAt(After(2))));
        Assert.True(found.IsInForce(After(2)));
    }

    [Fact]
    public void ALargeCohortThatAFewPuppetsHideInIsLeftAlone()
    {
        // Of 1,000 who have the phone, 249 would have to be 250: the members are a campaign, and nothing is done about the others.
        _book.Tell([.. Enumerable.Range(0, 249).Select(i => Of($"p{i}", i / 10.0, null, Rare))]);
        Assert.Equal(249, _book.Campaigns[0].Members);
        Assert.Null(_book.Campaigns[0].Containment);

        _book.Tell(Of("p249", 25, null, Rare));
        Assert.NotNull(_book.Campaigns[0].Containment);
    }

    [Fact]
    public void WhatNearlyAllMembersShareBesideNarrowsWhomItIsAbout()
    {
        var small = new CohortSize(Rare.Cohort, 20, 1_000_000);
        var network = new CohortSize(Cohort.Of("network", "198.51.100.0/24"), 40_000, 1_000_000);
        _book.Tell([.. Enumerable.Range(0, 20).Select(i => i == 0 ? Of("p0", 0, null, small, Common) : Of($"p{i}", i, null, small, Common, network))]);

        var cohorts = _book.Campaigns[0].Containment!.Cohorts;

        Assert.Equal([small.Cohort, network.Cohort, Common.Cohort], cohorts);
        var policy = PolicyWith(new CampaignRule(ContainmentAction.Tighten, Day, Members: 3));
        Assert.NotNull(Find(policy, [Common.Cohort, network.Cohort, small.Cohort], After(20)).By);
        Assert.Null(Find(policy, [Common.Cohort, small.Cohort], After(20)).By);
    }

    [Fact]
    public void ACampaignOfBlocksAloneContainsNobodyElse()
    {
        _book.Tell(At("a", 0, 1), At("b", 1, 2), At("c", 2, 3));

        Assert.Null(Assert.Single(_book.Campaigns).Containment);
        Assert.False(_book.Refresh());
    }

    [Fact]
    public void AnOperatorLetsACampaignsContainmentLastLonger()
    {
        var policy = PolicyWith(new CampaignRule(ContainmentAction.Tighten, Day, Members: 3));
        var small = new CohortSize(Rare.Cohort, 8, 1_000_000);
        _book.Tell(Of("a", 0, null, small), Of("b", 1, null, small), Of("c", 2, null, small));

        Assert.True(_book.Extend(_book.Campaigns[0].Id, After(0) + (5 * Day)));
        Assert.True(_book.Extend(_book.Campaigns[0].Id, After(0) + (2 * Day)));

        Assert.Equal(After(0) + (5 * Day), Find(policy, [small.Cohort], After(2)).Until);
        Assert.False(_book.Extend(new CampaignId(7), After(1)));
    }

    [Fact]
    public void WhatAnOperatorOrdersIsDoneAboutEverybodyOfTheCohortUntilItIsOverOrTakenBack()
    {
        var policy = PolicyWith(null) with { Detection = PolicyWith(null).Detection! with { Stage = Stage.Shadow } };
        Assert.False(_book.Order(policy.Capability, Common.Cohort, action: null, After(10), After(0)));
        Assert.True(_book.Order(policy.Capability, Common.Cohort, ContainmentAction.Block, After(10), After(0)));
        Assert.True(_book.Order(policy.Capability, Common.Cohort, action: null, After(30), After(1)));
        Assert.True(_book.Order(policy.Capability, Common.Cohort, action: null, After(20), After(1)));

        // Also who was there long before, and though detection only watches.
        var found = Find(policy, [Common.Cohort], LongAgo);
        Assert.Equal((ContainmentAction.Block, Stage.Enforced, After(30), null), (found.Action, found.Stage, found.Until, found.By!.Campaign));
        Assert.Null(Find(policy, [Rare.Cohort], LongAgo).By);

        Assert.True(_book.Pardon(policy.Capability, Common.Cohort));
        Assert.False(_book.Pardon(policy.Capability, Common.Cohort));
        Assert.Null(Find(policy, [Common.Cohort], LongAgo).By);
        _book.Order(policy.Capability, Common.Cohort, ContainmentAction.Tighten, After(10), After(0));
        Assert.True(_book.Forget(After(10)));
        Assert.False(_book.Forget(After(10)));
    }

    [Fact]
    public void NoMoreThanAThousandCohortsAreOrderedAbout()
    {
        for (var i = 0; i < CampaignBook.MaxOrders; i++)
        {
            Assert.True(_book.Order(Some.Lookup.Name, Cohort.Of("asn", $"{i}"), ContainmentAction.Tighten, After(10), After(0)));
        }

        Assert.False(_book.Order(Some.Lookup.Name, Cohort.Of("asn", "more"), ContainmentAction.Tighten, After(10), After(0)));
        Assert.True(_book.Order(Some.Lookup.Name, Cohort.Of("asn", "7"), ContainmentAction.Block, After(10), After(0)));
        Assert.True(_book.Order(Some.Lookup.Name, Cohort.Of("asn", "more"), ContainmentAction.Tighten, After(20), After(10)));
    }

    [Fact]
    public void OfSeveralTheHardestIsDoneAndOfEquallyHardOnesThatWhichLastsLongest()
    {
        var policy = PolicyWith(null);
        _book.Order(policy.Capability, Common.Cohort, ContainmentAction.Tighten, After(90), After(0));
        _book.Order(policy.Capability, Rare.Cohort, ContainmentAction.Challenge, After(10), After(0));
        _book.Order(policy.Capability, Cohort.Of("asn", "1"), ContainmentAction.Challenge, After(20), After(0));

        Assert.Equal(After(20), Find(policy, [Common.Cohort, Rare.Cohort, Cohort.Of("asn", "1")], LongAgo).Until);
        Assert.Equal(After(10), Find(policy, [Common.Cohort, Rare.Cohort], LongAgo).Until);
        Assert.Equal(After(90), Find(policy, [Common.Cohort], LongAgo).Until);
    }

    [Fact]
    public void TheVersionIsAnotherOneOnlyWhenSomethingElseIsDone()
    {
        var small = new CohortSize(Rare.Cohort, 8, 1_000_000);
        var version = _book.Version;
        _book.Tell(Of("a", 0, null, small), Of("b", 1, null, small));
        Assert.False(_book.Refresh());
        _book.Tell(Of("c", 2, null, small));
        Assert.True(_book.Refresh());
        Assert.False(_book.Refresh());
        Assert.Equal(version + 1, _book.Version);
    }

    private GroupContainment Find(Policy policy, Cohort[] cohorts, Instant firstSeen, Instant lifted = default)
    {
        _book.Refresh();
        return new ContainmentTable(_book.Containments).Find(policy, cohorts, firstSeen, lifted, After(4));
    }

    private static Policy PolicyWith(CampaignRule? rule) => Some.Policy(Some.Novel(100, Day, 100)) with
    {
        Detection = new Detection(Stage.Enforced, 1_000_000, [new LadderStep(ContainmentAction.Tighten, Day)]) { Campaign = rule },
    };
}
