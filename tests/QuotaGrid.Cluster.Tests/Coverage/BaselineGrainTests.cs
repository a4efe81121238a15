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

        // 1 of 20 is in the fourth of 64 bins, so at most 0.2 + 3 x 4/64; of the outcomes one in ten is missing: the seventh, 0.3 + 3 x 7/64.
        await grain.VoteAsync([.. Enumerable.Repeat(Vote(America, novel: 20, newToEveryone: 1), 200)]);
        await grain.VoteAsync([.. Enumerable.Repeat(Vote(Germany, novel: 20, newToEveryone: 20), 199)]);
        var before = await grain.VoteAsync([]);
        await shared.Silos.Cluster.DeactivateAsync(grain);
        var after = await grain.VoteAsync([]);

        Assert.Equal([America, Germany], before.Select(one => one.Market));
        Assert.Equal((0.390625, 0.62890625), (before[0].Bounds.MostNew.Value, before[0].Bounds.MostMissing.Value));
        Assert.Equal(HonestBounds.Prior, before[1].Bounds);
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

    private static HonestVote Vote(Market market, int novel, int newToEveryone) => new(Capability.Parse("votes"), market, novel, newToEveryone, Outcomes: 10, Missing: 1);
}
