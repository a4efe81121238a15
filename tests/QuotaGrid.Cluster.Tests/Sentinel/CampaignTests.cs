using System.Collections.Immutable;
using System.Text;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Sentinel;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Grains.Policies;

namespace QuotaGrid.Cluster.Tests.Sentinel;

/// <summary>Puppets on three silos, each in a slice of its own and far from the others': what they have in common is their client.</summary>
[Collection(nameof(OwnCluster))]
public sealed class CampaignTests
{
    private const int Honest = 300;
    private const int Puppets = 15;

    private static readonly RegionKey Region = RegionKey.Parse("e164:1212");
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);
    private static readonly ImmutableArray<Cohort> Phone = [Cohort.Of("client", "ja4:phone")];
    private static readonly ImmutableArray<Cohort> Tool = [Cohort.Of("client", "ja4:tool")];

    private static readonly PolicyDocumentSource Policies = new(
        Encoding.UTF8.GetBytes(
            """
            {
              "formatVersion": 1,
              "capabilities": [ { "name": "accounts.lookup", "targets": { "space": "opaque" }, "horizon": "30d", "maxBatch": 50 } ],
              "policies": [
                {
                  "name": "accounts-default", "capability": "accounts.lookup", "stage": "enforced", "failMode": "closed",
                  "limits": [ { "name": "novel-30d", "kind": "novel", "quota": 100, "period": "30d" } ]
                },
                {
                  "name": "accounts-watched", "capability": "accounts.lookup", "plan": "watched", "stage": "enforced", "failMode": "closed",
                  "limits": [ { "name": "watched-novel", "kind": "novel", "quota": 10000, "period": "30d" } ],
                  "detection": {
                    "stage": "enforced",
                    "ladder": [ { "action": "challenge", "for": "1h" } ],
                    "cohorts": [ "client" ],
                    "campaign": { "action": "tighten", "for": "1h", "members": 5 }
                  }
                }
              ]
            }
            """),
        IsBuiltIn: false);

    [Fact]
    public async Task ACampaignOpensAndAFreshPuppetReadsNothingWhileAnHonestNewcomerDoesUntilAnOperatorPardons()
    {
        using var directory = new TemporaryDirectory();
        await using var silos = await ClusterUnderTest.StartAsync(directory.Path, Policies);
        var sentinel = silos.Grains.GetGrain<ISentinelGrain>(ISentinelGrain.Key);
        for (var i = 0; i < Honest; i++)
        {
            Assert.Equal(Outcome.Allowed, (await AskAsync(silos, $"honest-{i}", Phone, [1])).Outcome);
        }

        // They come, and are counted; then they read, in order, which convicts each in its first batch.
        for (var i = 0; i < Puppets; i++)
        {
            await AskAsync(silos, $"puppet-{i}", Tool, [1]);
        }

        await UntilAsync(async () =>
        {
            var known = 0;
            for (var i = 0; i < Puppets; i++)
            {
                // Whoever comes again is told what is known by now.
                await AskAsync(silos, $"puppet-{i}", Tool, [1]);
                known += (await SweepOf(silos, $"puppet-{i}")).Cohorts.Any(one => one.Totals.Members >= Puppets - 4) ? 1 : 0;
            }

            return known >= Puppets - 4;
        });
        for (var i = 0; i < Puppets; i++)
        {
            await AskAsync(silos, $"puppet-{i}", Tool, Enumerable.Range((20 + (i * 30)) * RegionKey.BlockTargets, 50), neighbours: Enumerable.Range(1, 49));
            Assert.Equal(1, (await SweepOf(silos, $"puppet-{i}")).Conviction.Count);
        }

        CampaignReport campaign = null!;
        await UntilAsync(async () => (campaign = (await sentinel.GetState()).Campaigns.FirstOrDefault()!) is { Members: >= Puppets - 4, Containment: not null });
        Assert.Equal((Tool[0], TestPolicies.Lookup), (campaign.OpenedBy, campaign.Capability));
        Assert.InRange(campaign.Cohorts[0].Share, 0.01, Core.Campaigns.SharedCohort.LeastConvictedOneIn / 80.0);

        // A fresh puppet is contained with its first batch, on whichever silo, as soon as that silo has been told.
        await UntilFreshAreAsync(silos, contained: true);
        Assert.Equal(Outcome.Allowed, (await AskAsync(silos, "newcomer", Phone, Enumerable.Range(0, 40).Select(i => (700 * RegionKey.BlockTargets) + (i * 37)))).Outcome);

        // The silo that has the sentinel dies, and nothing is forgotten.
        await silos.Cluster.KillSiloAsync(silos.SiloOf(sentinel), TestContext.Current.CancellationToken);
        await UntilAsync(async () => (await sentinel.GetState()).Campaigns.Any(one => one.Id == campaign.Id && one.Members >= campaign.Members));
        await UntilFreshAreAsync(silos, contained: true);

        Assert.Contains("puppet-0", (await sentinel.PardonCampaignAsync(campaign.Id))!.Value.Select(one => one.Value));
        await UntilFreshAreAsync(silos, contained: false);
        Assert.Equal(ContainmentAction.Challenge, (await AskAsync(silos, "puppet-0", Tool, [9_000_000])).Action);
    }

    /// <summary>Lets one fresh puppet after the other come, until several in a row are contained in their first batch, or are not.</summary>
    private static async Task UntilFreshAreAsync(ClusterUnderTest silos, bool contained)
    {
        var inARow = 0;
        await UntilAsync(async () =>
        {
            var name = $"fresh-{Guid.NewGuid():n}";
            var decision = await AskAsync(silos, name, Tool, [2, 3]);
            var isContained = decision is { Action: ContainmentAction.Tighten, Allowed.Count: 0 };
            if (isContained)
            {
                var group = (await SweepOf(silos, name)).Group;
                Assert.Equal((ContainmentAction.Tighten, Stage.Enforced, true), (group.Action, group.Stage, group.By!.Cohorts.SequenceEqual(Tool)));
                Assert.NotNull(group.By.Campaign);
            }

            inARow = isContained == contained ? inARow + 1 : 0;
            return inARow == 8;
        });
    }

    private static async Task<Decision> AskAsync(ClusterUnderTest silos, string identity, ImmutableArray<Cohort> cohorts, IEnumerable<int> targets, IEnumerable<int>? neighbours = null) =>
        (await silos.Identity(identity).DecideAsync(Requests.Placed(Region, targets, neighbours) with { Cohorts = cohorts })).Decision;

    private static async Task<SweepReport> SweepOf(ClusterUnderTest silos, string identity) => Assert.Single((await silos.Identity(identity).GetState()).Capabilities).Sweep!;

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                if (await isSo())
                {
                    return;
                }
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException && TimeProvider.System.GetElapsedTime(started) < Deadline)
            {
                // A silo that died answers nothing until the others notice.
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, $"It did not come about within {Deadline}.");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
