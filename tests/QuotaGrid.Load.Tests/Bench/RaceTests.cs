using QuotaGrid.Load.Bench.Measuring;

namespace QuotaGrid.Load.Tests.Bench;

public sealed class RaceTests
{
    private static readonly RunLength Short = new(TimeSpan.Zero, TimeSpan.FromMicroseconds(1), Rounds: 5);

    [Fact]
    public void TheMedianIsTheMiddleRoundAndTheBestTheQuickest()
    {
        var timing = new Timing("someone", [9, 1, 5, 3, 100], BytesPerRequest: 0);

        Assert.Equal(5, timing.Median);
        Assert.Equal(1, timing.Best);
    }

    [Fact]
    public void TwoThreadsThatDoNotDisturbEachOtherAreNotSlower()
    {
        var timing = new ThreadTiming(One: [100, 110, 400], Two: [120, 110, 220]);

        Assert.Equal(120.0 / 110, timing.Slowdown);
        Assert.Equal(1.1, timing.BestSlowdown);
    }

    [Fact]
    public void EveryContenderRunsInEveryRound()
    {
        var timings = Race.Run(
            [new PartContender("one", 1, requests => requests), new PartContender("ten", 10, requests => requests * 10L)],
            Short,
            TestContext.Current.CancellationToken);

        Assert.Equal(["one", "ten"], timings.Select(timing => timing.Contender));
        Assert.All(timings, timing => Assert.Equal(5, timing.NanosPerItem.Count));
        Assert.All(timings, timing => Assert.Equal(0, timing.BytesPerRequest));
    }

    [Fact]
    public void BytesAreCountedForEachRequest()
    {
        // An array of 1,000 bytes has its length and its type before it, 16 bytes on 64 bits.
        var timings = Race.Run(
            [new PartContender("maker", 1, MakeArrays)], Short, TestContext.Current.CancellationToken);

        Assert.Equal(1_024, timings[0].BytesPerRequest);
    }

    [Fact]
    public void AContenderThatDeniesIsNotReported()
    {
        var denies = new PartContender("denier", 10, requests => (requests * 10L) - 1);

        Assert.Contains("denier", Assert.Throws<InvalidOperationException>(
            () => Race.Run([denies], Short, TestContext.Current.CancellationToken)).Message);
    }

    private static long MakeArrays(int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            GC.KeepAlive(new byte[1_000]);
        }

        return requests;
    }
}
