using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Coverage;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Cluster.Tests.Coverage;

/// <summary>Detection from end to end in a cluster: what identities ask for on one silo is known on the others, and who asks for what nobody asks for is contained.</summary>
public sealed class SweepTests(SharedCluster shared)
{
    private static readonly RegionKey Region = RegionKey.Parse("e164:1212");
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task WhoSweepsIsConvictedInTheMiddleOfABatchAndWhoAsksWhatOthersAskIsNot()
    {
        // What people usually ask for, and that little of it is new to everyone: as two hundred of them voted.
        await Silos.Grains.GetGrain<IBaselineGrain>(TestPolicies.Lookup.Value).VoteAsync(
            [.. Enumerable.Repeat(new HonestVote(TestPolicies.Lookup, Market.Of(Region), 100, 1, 100, 5), 200)]);
        await Silos.Identity("crowd").DecideAsync(Requests.Placed(Region, Enumerable.Range(0, 50)));

        var (sweeper, caught) = await CatchAsync(firstBlock: 100);

        Assert.Equal(ContainmentAction.Tighten, caught.Action);
        Assert.InRange(caught.Allowed.Count, 1, 49);
        Assert.InRange(caught.RetryAfter!.Value, TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));
        var report = Assert.Single((await sweeper.GetState()).Capabilities).Sweep!;
        Assert.Equal((1, Signal.Novelty, Stage.Enforced), (report.Conviction.Count, report.Conviction.Signal, report.Conviction.Stage));
        Assert.True(report.Conviction.LogEValue >= Math.Log(1_000_000));
        Assert.Contains(Silos.Log.Lines, line => line.Text.Contains($"is convicted of sweeping {TestPolicies.Lookup}, by novelty", StringComparison.Ordinal));

        // Who asks for what somebody else asked for is not, on whichever silo, as soon as that silo has been told.
        for (var (free, i) = (0, 0); free < 6; i++)
        {
            var neighbour = Silos.Identity($"neighbour-{i}");
            var passed = (await neighbour.DecideAsync(Requests.Placed(Region, Enumerable.Range(0, 50)))).Decision.Allowed.Count == 50;
            Assert.Equal(passed, Assert.Single((await neighbour.GetState()).Capabilities).Sweep!.Conviction.Count == 0);
            free = passed ? free + 1 : 0;
            Assert.True(i < 600, "The silos were not told what the others know.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task AContainedIdentityMayAskForWhatItKnowsAndStaysContainedWhenItLeavesMemoryUntilItIsPardoned()
    {
        await Silos.Grains.GetGrain<IBaselineGrain>(TestPolicies.Lookup.Value).VoteAsync(
            [.. Enumerable.Repeat(new HonestVote(TestPolicies.Lookup, Market.Of(Region), 100, 1, 100, 5), 200)]);
        var (sweeper, _) = await CatchAsync(firstBlock: 200);
        var known = Enumerable.Range(_lastFirst, 1);
        await Silos.Cluster.DeactivateAsync(sweeper);

        var again = (await sweeper.DecideAsync(Requests.Placed(Region, known))).Decision;
        var other = (await sweeper.DecideAsync(Requests.Placed(Region, [9_999_999]))).Decision;
        var extended = await sweeper.ExtendContainmentAsync(TestPolicies.Lookup, Instant.From(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(2)));
        var later = (await sweeper.DecideAsync(Requests.Placed(Region, [9_999_999]))).Decision;
        var pardoned = await sweeper.PardonAsync(TestPolicies.Lookup);
        var free = (await sweeper.DecideAsync(Requests.Placed(Region, [9_999_999]))).Decision;

        Assert.Equal((Outcome.Allowed, ContainmentAction.None), (again.Outcome, again.Action));
        Assert.Equal((Outcome.Denied, ContainmentAction.Tighten), (other.Outcome, other.Action));
        Assert.True(extended && pardoned);
        Assert.InRange(later.RetryAfter!.Value, TimeSpan.FromHours(47), TimeSpan.FromHours(48));
        Assert.Equal((Outcome.Allowed, ContainmentAction.None), (free.Outcome, free.Action));
        Assert.False(await sweeper.PardonAsync(TestPolicies.Lookup));
        Assert.False(await sweeper.ExtendContainmentAsync(TestPolicies.Lookup, Instant.From(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(2))));
    }

    [Fact]
    public async Task PlacesThatAreNotOnePerTargetAreRefusedAndNothingIsCharged()
    {
        var grain = Silos.Identity("misplaced");
        var request = Requests.Placed(Region, [1, 2, 3]);

        await Assert.ThrowsAsync<InvalidValueException>(async () => await grain.DecideAsync(request with { Targets = Requests.Batch(1, 2) }));

        Assert.Empty((await grain.GetState()).Capabilities);
    }

    private int _lastFirst;

    /// <summary>One sweeper after the other reads on where the last one was stopped, until the silos know the region and what is usual in it.</summary>
    private async Task<(IIdentityGrain Sweeper, Decision Caught)> CatchAsync(int firstBlock)
    {
        var (from, started) = (firstBlock * RegionKey.BlockTargets, TimeProvider.System.GetTimestamp());
        for (var i = 0; TimeProvider.System.GetElapsedTime(started) < Deadline; i++)
        {
            var sweeper = Silos.Identity($"sweeper-{from}-{i}");
            _lastFirst = from + (i * 100);
            for (var batch = 0; batch < 2; batch++)
            {
                var decision = (await sweeper.DecideAsync(Requests.Placed(Region, Enumerable.Range(_lastFirst + (batch * 50), 50)))).Decision;
                if (decision.Action != ContainmentAction.None && decision.Allowed.Count > 0)
                {
                    return (sweeper, decision);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"Within {Deadline} nobody was caught.");
    }
}
