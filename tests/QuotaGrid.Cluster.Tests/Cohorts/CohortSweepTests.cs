using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Cohorts;
using QuotaGrid.Contracts.Coverage;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Cluster.Tests.Cohorts;

/// <summary>Puppets that share a client, spread over the silos of a cluster: what one of them does is known of the others.</summary>
public sealed class CohortSweepTests(SharedCluster shared)
{
    private const int Batch = 12;

    private static readonly RegionKey Region = RegionKey.Parse("e164:1213");
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private int _puppets;

    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task PuppetsOnAllSilosUseUpOneCreditAndThenEachGetsOnlyItsOwnPart()
    {
        await VoteAsync();
        var tool = Cohort.Of("client", "tool-of-credit");
        var grain = Silos.Grains.GetGrain<ICohortGrain>(new CohortKey(TestPolicies.Lookup, tool).ToString());
        var admitted = 0;

        // Each asks for a few targets that nobody asked for, too few to be convicted by.
        await UntilAsync(async () =>
        {
            admitted += (await AskAsync(tool)).Allowed.Count;
            return (await grain.GetState()).Credit <= 0;
        });

        // As soon as the silos are told, whichever a puppet is on.
        var (withheld, last) = (0, default(Decision));
        await UntilAsync(async () =>
        {
            last = await AskAsync(tool);
            admitted += last.Allowed.Count;
            withheld = last.Limit == "first-sync:client" ? withheld + 1 : 0;
            return withheld == 8;
        });

        Assert.Equal((Outcome.Partial, FirstSyncCredit.OwnPart + 1, ContainmentAction.None), (last!.Outcome, last.Allowed.Count, last.Action));
        Assert.InRange(last.RetryAfter!.Value, TimeSpan.FromHours(47), TimeSpan.FromHours(48));
        Assert.True(admitted >= FirstSyncCredit.Full);
        Assert.Contains(Silos.Log.Lines, line => line.Text.StartsWith("New members of client:tool-of-credit have used up", StringComparison.Ordinal));

        // Others are not touched.
        Assert.Equal(Outcome.Allowed, (await AskAsync(Cohort.Of("client", "another"))).Outcome);
    }

    [Fact]
    public async Task WhoSharesAClientWithTheConvictedIsConvictedByLess()
    {
        await VoteAsync();
        var tool = Cohort.Of("client", "tool-of-convicts");
        await CountAsync(CohortKey.EverybodyOf(TestPolicies.Lookup), new CohortCounts(10_000_000, 100, 0, 0));
        await CountAsync(new CohortKey(TestPolicies.Lookup, tool), new CohortCounts(120, 100, 0, 0));

        IIdentityGrain? puppet = null;
        SweepReport? sweep = null;
        await UntilAsync(async () =>
        {
            puppet = Silos.Identity($"convict-{_puppets}");
            await AskAsync(tool, puppet);
            sweep = Assert.Single((await puppet.GetState()).Capabilities).Sweep!;
            return sweep.Conviction.Count > 0;
        });

        Assert.Equal(tool, sweep!.Conviction.Cohort);
        Assert.InRange(sweep.Conviction.LogEValue, Math.Log(100), Math.Log(1_000_000) - 1);
        var status = Assert.Single(sweep.Cohorts);
        Assert.Equal(tool, status.Cohort);
        Assert.True(status.Totals.Convicted >= 100);
        Assert.Contains(Silos.Log.Lines, line => line.Text.Contains("is convicted of sweeping accounts.lookup", StringComparison.Ordinal));

        // And is counted itself, once.
        var grain = Silos.Grains.GetGrain<ICohortGrain>(new CohortKey(TestPolicies.Lookup, tool).ToString());
        await UntilAsync(async () => (await grain.GetState()).Convicted >= 101);
    }

    [Fact]
    public async Task MoreCohortsThanAPolicyNamesAreRefusedAndNothingIsCharged()
    {
        var puppet = Silos.Identity("too-many-cohorts");
        var request = Request() with { Cohorts = [.. Enumerable.Range(0, PolicyBounds.MaxCohorts + 1).Select(i => Cohort.Of($"kind-{i}", "1"))] };

        await Assert.ThrowsAsync<InvalidValueException>(async () => await puppet.DecideAsync(request));

        Assert.Empty((await puppet.GetState()).Capabilities);
    }

    private async Task<Decision> AskAsync(Cohort client, IIdentityGrain? puppet = null) =>
        (await (puppet ?? Silos.Identity($"puppet-{client.Value}-{_puppets}")).DecideAsync(Request() with { Cohorts = [client] })).Decision;

    private LookupRequest Request() => Requests.Placed(Region, Enumerable.Range(_puppets++ * Batch, Batch)) with { Plan = TestPolicies.Together };

    // What people usually ask for, and that little of it is new to everyone: as two hundred of them voted.
    private async Task VoteAsync() => await Silos.Grains.GetGrain<IBaselineGrain>(TestPolicies.Lookup.Value).VoteAsync(
        [.. Enumerable.Repeat(new HonestVote(TestPolicies.Lookup, Market.Of(Region), 100, 5, 100, 5), 200)]);

    private async Task CountAsync(CohortKey key, CohortCounts counts) =>
        await Silos.Grains.GetGrain<ICohortGrain>(key.ToString()).ExchangeAsync(new CohortReport(99, counts, default));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var started = TimeProvider.System.GetTimestamp(); !await isSo();)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, $"Not within {Deadline}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
