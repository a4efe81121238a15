using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Bench.Measuring;

namespace QuotaGrid.Load.Tests.Bench;

public sealed class HotRacesTests
{
    private static readonly HotRaces Hot = new(seed: 1);

    [Fact]
    public void EveryoneTakesPartAndAdmitsEverything()
    {
        var contenders = Hot.Single();

        Assert.Equal(["quotagrid", "keyed", "dictionary", "tokenbucket", "chained"], contenders.Select(contender => contender.Name));
        Assert.All(contenders, contender => Assert.Equal(1_000, contender.Run(1_000)));
    }

    // Time is counted up to the year 2262, so that syncs 48 hours apart cannot go on for ever.
    [Fact]
    public void ARunOfSyncsEndsBeforeTimeDoes() => RunsTwice(Hot.Resync(), requests: 64);

    [Fact]
    public void ARunOfNewTargetsBeginsAgainWithIdentitiesThatDoNotKnowThem() => RunsTwice(Hot.New(states: 3), requests: 3);

    [Fact]
    public void LargeIdentitiesHaveRoomForABatch() => RunsTwice(Hot.Large(states: 3), requests: 3);

    private static void RunsTwice(IReadOnlyList<Contender> contenders, int requests)
    {
        Assert.Equal(["quotagrid", "dictionary"], contenders.Select(contender => contender.Name));
        foreach (var contender in contenders)
        {
            Assert.Equal(requests, contender.MaxRequests);
            for (var run = 0; run < 2; run++)
            {
                contender.Prepare();
                Assert.Equal(requests * 1_000L, contender.Run(requests));
            }
        }
    }
}
