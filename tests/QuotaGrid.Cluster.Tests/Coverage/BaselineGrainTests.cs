using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Coverage;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Cluster.Tests.Coverage;

public sealed class BaselineGrainTests(SharedCluster shared)
{
    private static readonly Market America = Market.Of(RegionKey.Parse("e164:1212"));
    private static readonly Market Germany = Market.Of(RegionKey.Parse("e164:4915"));

    [Fact]
    public async Task VotesSayWhatIsUsualInEachMarketAlsoAfterTheGrainLeftMemory()
    {
        var grain = shared.Silos.Grains.GetGrain<IBaselineGrain>("votes.one");

        var (novelty, missing) = (new Baseline(BaselineRules.Novelty), new Baseline(BaselineRules.Missing));
        for (var i = 0; i < 200; i++)
        {
            novelty.Vote(1, 20, default);
            missing.Vote(2, 20, default);
        }

        await grain.VoteAsync([.. Enumerable.Repeat(Vote(America, novel: 20, newToEveryone: 1), 200)]);
        await grain.VoteAsync([.. Enumerable.Repeat(Vote(Germany, novel: 20, newToEveryone: 20), 199)]);
        var before = await grain.VoteAsync([]);
        await shared.Silos.Cluster.DeactivateAsync(grain);
        var after = await grain.VoteAsync([]);

        Assert.Equal([America, Germany], before.Select(one => one.Market));
        Assert.Equal(new HonestBounds(novelty.MostAt(default), missing.MostAt(default), missing.MostOthersAt(default)), before[0].Bounds);
        Assert.Equal(default(HonestBounds), before[1].Bounds);
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task ImpossibleVotesAreRefusedAndTheOthersInTheMessageAreNotCounted()
    {
        var grain = shared.Silos.Grains.GetGrain<IBaselineGrain>("votes.two");

        await Assert.ThrowsAsync<InvalidValueException>(async () => await grain.VoteAsync([Vote(America, 20, 1), Vote(America, 20, 21)]));
        await Assert.ThrowsAsync<InvalidValueException>(async () => await grain.VoteAsync([.. Enumerable.Repeat(Vote(America, 20, 1), IBaselineGrain.MaxVotes + 1)]));

        Assert.Empty(await grain.VoteAsync([]));
    }

    private static HonestVote Vote(Market market, int novel, int newToEveryone) => new(Capability.Parse("votes"), market, novel, newToEveryone, Outcomes: 20, Missing: 2);
}
