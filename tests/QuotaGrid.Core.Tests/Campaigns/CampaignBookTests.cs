using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Identities;
using static QuotaGrid.Core.Tests.Campaigns.SomeConvictions;

namespace QuotaGrid.Core.Tests.Campaigns;

/// <summary>Which convictions belong together.</summary>
public sealed class CampaignBookTests
{
    private readonly CampaignBook _book = new();

    [Fact]
    public void ThreeThatShareARareCohortAreACampaignAndTwoAreNot()
    {
        Assert.Empty(_book.Tell(Of("a", 0, null, Rare, Common), Of("b", 1, null, Rare, Common)));

        var change = Assert.Single(_book.Tell(Of("c", 2, null, Rare, Common)));

        Assert.Equal((CampaignChangeKind.Opened, 0), (change.Kind, _book.Waiting));
        var campaign = Assert.Single(_book.Campaigns);
        Assert.Same(campaign, change.Campaign);
        Assert.Equal(["a", "b", "c"], campaign.Names());
        Assert.Equal(Rare.Cohort, campaign.OpenedBy);
        Assert.Equal((After(0), After(2), After(2)), (campaign.FirstConvicted, campaign.LastGrown, campaign.Opened));
        Assert.Equal([new SharedCohort(Rare.Cohort, 3, 0.001, 1_000)], campaign.Cohorts);
        Assert.Equal(campaign.Id, CampaignId.Parse(campaign.Id.ToString()));
    }

    [Fact]
    public void WhatALargeShareOfEverybodyHasJoinsNobody()
    {
        Assert.Empty(_book.Tell([.. Enumerable.Range(0, 200).Select(i => Of($"p{i}", i, null, Common))]));
        Assert.Equal((200, 0), (_book.Waiting, _book.Campaigns.Count));
    }

    [Fact]
    public void OfACohortThatNobodyKnowsTheSizeOfNothingIsSaid() =>
        Assert.Empty(_book.Tell([.. Enumerable.Range(0, 20).Select(i => Of($"p{i}", i, null, Rare with { Identities = 0 }))]));

    [Fact]
    public void AmongManyWhoShareNothingThreeOfACohortOfOneInAHundredAreChance()
    {
        var some = new CohortSize(Cohort.Of("asn", "64500"), 10_000, 1_000_000);
        _book.Tell([.. Enumerable.Range(0, 100).Select(i => Of($"other-{i}", i / 10.0))]);

        Assert.Empty(_book.Tell(Of("a", 20, null, some), Of("b", 21, null, some), Of("c", 22, null, some)));
    }

    [Fact]
    public void SlicesThatLieSideBySideAreACampaignAndThoseFarApartAreNot()
    {
        Assert.Empty(_book.Tell(At("a", 0, 100), At("b", 1, 300), At("c", 2, 500)));

        // 100, 108 and 116: each is near the next one only.
        Assert.Empty(_book.Tell(At("d", 3, 116)));
        var change = Assert.Single(_book.Tell(At("e", 4, 108)));

        Assert.Equal(["a", "d", "e"], change.Campaign.Names());
        Assert.Null(change.Campaign.OpenedBy);
        Assert.Equal([new BlockSpan(Manhattan, 100, 116)], change.Campaign.Spans);
        Assert.Equal("e164:1212/100-116", change.Campaign.Spans[0].ToString());
        Assert.Equal(2, _book.Waiting);
    }

    [Fact]
    public void AFewTargetsInABlockAndTargetsWithoutNeighboursComplementNobody()
    {
        var opaque = RegionKey.Parse("opaque:3");
        Assert.Empty(_book.Tell([.. Enumerable.Range(0, 9).Select(i => Of($"few-{i}", i, [new TouchedBlock(Manhattan, 7, BlockSpan.LeastTargets - 1)]))]));
        Assert.Empty(_book.Tell([.. Enumerable.Range(0, 9).Select(i => Of($"opaque-{i}", 10 + i, [new TouchedBlock(opaque, 7, 50)]))]));
    }

    [Fact]
    public void ACampaignGrowsAndIsToldAtEachDoubling()
    {
        List<int> told = [];
        for (var i = 0; i < 40; i++)
        {
            told.AddRange(_book.Tell(Of($"p{i}", i, null, Rare)).Select(change => change.Campaign.Members));
        }

        Assert.Equal([3, 4, 8, 16, 32], told);
        Assert.Equal(40, Assert.Single(_book.Campaigns).Members);
    }

    [Fact]
    public void WhatWaitedJoinsAsSoonAsACampaignFitsIt()
    {
        // One without the cohort complements one that has it.
        _book.Tell(At("alone", 0, 400), Of("a", 1, null, Rare), Of("b", 2, null, Rare));

        var change = Assert.Single(_book.Tell(Of("c", 3, [new TouchedBlock(Manhattan, 401, 50)], Rare)));

        Assert.Equal(["a", "alone", "b", "c"], change.Campaign.Names());
    }

    [Fact]
    public void TwoThatTurnOutToBeOneAreMergedIntoTheOlder()
    {
        _book.Tell(Of("a", 0, null, Rare), Of("b", 1, null, Rare), Of("c", 2, null, Rare));
        _book.Tell(At("x", 10, 5), At("y", 11, 6), At("z", 12, 7));
        var (older, newer) = (_book.Campaigns[0].Id, _book.Campaigns[1].Id);

        var changes = _book.Tell(Of("both", 13, [new TouchedBlock(Manhattan, 6, 30)], Rare));

        var campaign = Assert.Single(_book.Campaigns);
        Assert.Equal((older, 7), (campaign.Id, campaign.Members));
        Assert.Equal([(CampaignChangeKind.Merged, (CampaignId?)newer), (CampaignChangeKind.Grown, null)], changes.Select(change => (change.Kind, change.Merged)));
        Assert.Equal((After(0), After(13)), (campaign.FirstConvicted, campaign.LastGrown));
    }

    [Fact]
    public void TheSameConvictionToldAgainChangesNothing()
    {
        ConvictionNotice[] notices = [.. Enumerable.Range(0, 5).Select(i => Of($"p{i}", i, [new TouchedBlock(Manhattan, i, 9)], Rare)), Of("waits", 6)];
        _book.Tell(notices);
        var before = _book.Encode();

        Assert.All(notices, notice => Assert.False(_book.Tell(notice, After(7))));

        Assert.Equal(before, _book.Encode());
        Assert.Empty(_book.TakeChanges());
    }

    [Fact]
    public void OneIdentityIsNoCampaignHoweverOftenItIsConvicted()
    {
        Assert.Empty(_book.Tell([.. Enumerable.Range(0, 10).Select(i => Of("again", i * 60, [new TouchedBlock(Manhattan, 7, 9)], Rare))]));
        Assert.Equal(1, _book.Waiting);
    }

    [Fact]
    public void ConvictionsOfDifferentCapabilitiesAreKeptApart()
    {
        var other = Capability.Parse("accounts.lookup");
        Assert.Empty(_book.Tell(Of("a", 0, null, Rare), Of("b", 1, null, Rare), Of("c", 2, null, Rare) with { Capability = other }));
    }

    [Fact]
    public void AConvictionWaitsForADayAndACampaignIsClosedAfterAQuietWeekAndForgottenAfterNinetyDays()
    {
        const double Day = 24 * 60;
        _book.Tell(Of("a", 0, null, Rare), Of("b", 1, null, Rare));
        Assert.Empty(_book.Tell(Of("c", Day, null, Rare)));
        Assert.Equal(2, _book.Waiting);
        Assert.Single(_book.Tell(Of("d", Day + 0.5, null, Rare)));

        Assert.False(_book.Forget(After(8 * Day)));
        Assert.True(_book.Forget(After((8 * Day) + 0.5)));
        Assert.Equal(CampaignChangeKind.Closed, Assert.Single(_book.TakeChanges()).Kind);

        // A closed one grows no more.
        Assert.Empty(_book.Tell(Of("e", (8 * Day) + 1, null, Rare)));
        Assert.Equal(3, Assert.Single(_book.Campaigns).Members);
        _book.Forget(After(98 * Day));
        Assert.Single(_book.Campaigns);
        _book.Forget(After((98 * Day) + 0.5));
        Assert.Empty(_book.Campaigns);
    }

    [Fact]
    public void AnotherConvictionOfAMemberKeepsACampaignOpenButDoesNotMakeItGrow()
    {
        const double Day = 24 * 60;
        _book.Tell(Of("a", 0, null, Rare), Of("b", 1, null, Rare), Of("c", 2, null, Rare));
        Assert.Empty(_book.Tell(Of("a", 6 * Day)));

        _book.Forget(After(12 * Day));

        var campaign = Assert.Single(_book.Campaigns);
        Assert.Equal((null, 3, After(2), After(6 * Day)), (campaign.Closed, campaign.Members, campaign.LastGrown, campaign.LastConvicted));
    }

    [Fact]
    public void APardonedCampaignDoesNotOpenAgainFromTheSameConvictions()
    {
        var small = new CohortSize(Rare.Cohort, 8, 1_000_000);
        ConvictionNotice[] notices = [Of("a", 0, null, small), Of("b", 1, null, small), Of("c", 2, null, small)];
        _book.Tell(notices);
        var id = _book.Campaigns[0].Id;
        Assert.True(_book.Refresh());

        Assert.True(_book.Pardon(id, After(10))!.IsPardoned);
        Assert.Equal(CampaignChangeKind.Closed, Assert.Single(_book.TakeChanges()).Kind);
        Assert.True(_book.Refresh());
        Assert.Empty(_book.Containments);
        Assert.Empty(_book.Tell(notices));
        Assert.Equal(0, _book.Waiting);

        // Pardoned again nothing changes; convicted of something else they may be a campaign again.
        Assert.NotNull(_book.Pardon(id, After(11)));
        Assert.Empty(_book.TakeChanges());
        Assert.Single(_book.Tell(Of("a", 20, null, small), Of("b", 21, null, small), Of("c", 22, null, small)));
        Assert.Null(_book.Pardon(new CampaignId(1), After(12)));
        Assert.False(_book.Extend(id, After(100)));
    }

    [Fact]
    public void ConvictionsThatCannotBeAreRefused()
    {
        var possible = Of("a", 0, null, Rare);
        foreach (var impossible in (ConvictionNotice[])
        [
            possible with { Identity = default },
            possible with { Conviction = default },
            possible with { Blocks = default },
            possible with { Blocks = [new TouchedBlock(Manhattan, 1_000, 1)] },
            possible with { Cohorts = [default] },
            possible with { Cohorts = [.. Enumerable.Repeat(Rare, 17)] },
        ])
        {
            Assert.False(impossible.IsPossible);
            Assert.Throws<ArgumentException>(() => _book.Tell(impossible, After(1)));
        }

        Assert.True(possible.IsPossible);
    }

    [Fact]
    public void EverythingIsBounded()
    {
        // 300 attackers of three, each with a cohort of its own, who read one region each.
        for (var i = 0; i < 300; i++)
        {
            var cohort = new CohortSize(Cohort.Of("network", $"n{i}"), 10, 1_000_000);
            _book.Tell(Of($"{i}-a", 0, null, cohort), Of($"{i}-b", 0, null, cohort), Of($"{i}-c", 0, null, cohort));
        }

        Assert.Equal((CampaignBook.MaxCampaigns, 600), (_book.Campaigns.Count, _book.Waiting));
        Assert.Equal(CampaignBook.MaxCampaigns, _book.Campaigns.Select(one => one.Id).Distinct().Count());

        // As soon as one is closed there is room for another.
        _book.Pardon(_book.Campaigns[7].Id, After(1));
        _book.TakeChanges();
        var last = new CohortSize(Cohort.Of("network", "last"), 10, 1_000_000);
        Assert.Single(_book.Tell([.. Enumerable.Range(0, 6).Select(i => Of($"last-{i}", 2, null, last))]));
        Assert.Equal(CampaignBook.MaxCampaigns, _book.Campaigns.Count);

        // What waits.
        _book.Tell([.. Enumerable.Range(0, CampaignBook.MaxWaiting + 50).Select(i => Of($"w{i}", 3))]);
        Assert.Equal(CampaignBook.MaxWaiting, _book.Waiting);
    }

    [Fact]
    public void ACampaignOfAnySizeKeepsItsBounds()
    {
        for (var i = 0; i < Campaign.MaxMembers + 10; i++)
        {
            // Each with a network prefix of its own beside what they share.
            _book.Tell(Of($"p{i}", i / 100.0, [new TouchedBlock(RegionKey.Parse($"e164:1{200 + (i % 200)}"), 5, 9)], Rare, new CohortSize(Cohort.Of("network", $"n{i}"), 1, 1_000_000)));
        }

        var campaign = Assert.Single(_book.Campaigns);
        Assert.Equal((Campaign.MaxMembers, Campaign.MaxNamed, Campaign.MaxSpans), (campaign.Members, campaign.Named.Count, campaign.Spans.Count));
        Assert.Equal((Rare.Cohort, Campaign.MaxMembers), (campaign.Cohorts[0].Cohort, campaign.Cohorts[0].Members));
        Assert.InRange(_book.Encode().Length, 160_000, 200_000);
        Assert.False(_book.Tell(Of("p0", 0, null, Rare), After(200)));
    }

    [Fact]
    public void MembersAreToldApartByAllOfTheirName() =>
        Assert.NotEqual(Campaign.KeyOf(Identity.Parse("a")), Campaign.KeyOf(Identity.Parse("A")));
}
