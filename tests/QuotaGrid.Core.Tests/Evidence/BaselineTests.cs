using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Evidence;

public sealed class BaselineTests
{
    private static readonly Instant Start = new(0);
    private static readonly BaselineRules Rules = new() { Slack = 0.1, Factor = 2 };

    [Fact]
    public void TheDefaultsAreThese()
    {
        var novelty = new BaselineRules { Slack = 0.2, SlackBelow = 0.1, Factor = 3, Most = 0.9, LeastVotes = 200, LeastItems = 8 };

        Assert.Equal((novelty, novelty with { Slack = 0.3, PriorMost = ShareBound.Of(0.5) }), (BaselineRules.Novelty, BaselineRules.Missing));
    }

    [Fact]
    public void TooFewVotesSuspectNobody()
    {
        var (novelty, missing) = (new Baseline(Rules), new Baseline(Rules with { PriorMost = ShareBound.Of(0.5) }));
        for (var i = 0; i < 199; i++)
        {
            novelty.Vote(1, 64, Start);
            missing.Vote(1, 64, Start);
        }

        Assert.Equal((ShareBound.Whole, ShareBound.Whole), (novelty.MostAt(Start), novelty.MostOthersAt(Start)));
        Assert.Equal((ShareBound.Of(0.5), ShareBound.Whole), (missing.MostAt(Start), missing.MostOthersAt(Start)));

        novelty.Vote(1, 64, Start);
        Assert.Equal(ShareBound.Of(0.1 + (2 * 2 / 64.0)), novelty.MostAt(Start));
    }

    [Theory]
    [InlineData(0, 0.13125, 1)]
    [InlineData(4, 0.25625, 1)]
    [InlineData(16, 0.63125, 0.975)]
    [InlineData(32, 0.9, 0.85)]
    [InlineData(64, 0.9, 0.6078125)]
    public void BoundsAreFarBeyondTheMedianOnEitherSide(int hits, double most, double mostOthers)
    {
        var baseline = WithVotes((200, hits));

        Assert.Equal((ShareBound.Of(most), ShareBound.Of(mostOthers)), (baseline.MostAt(Start), baseline.MostOthersAt(Start)));
    }

    [Fact]
    public void OfTwoMediansEachBoundTakesTheOneThatAccusesLess()
    {
        var baseline = WithVotes((200, 10), (200, 40));

        Assert.Equal((ShareBound.Of(0.9), ShareBound.Whole), (baseline.MostAt(Start), baseline.MostOthersAt(Start)));
    }

    /// <summary>Honest votes are 2 to 21 64ths, each as often.</summary>
    [Theory]
    [InlineData(0, 0, 12)]
    [InlineData(20, 0, 9)]
    [InlineData(40, 0, 5)]
    [InlineData(49, 0, 2)]
    [InlineData(51, 0, 0)]
    [InlineData(20, 63, 14)]
    [InlineData(40, 63, 18)]
    [InlineData(49, 63, 21)]
    [InlineData(51, 63, 63)]
    public void ItTakesHalfOfTheVotersToMoveTheMedianBeyondTheHonestOnes(int percent, int vote, int median)
    {
        var rules = Rules with { Slack = 0, Factor = 1, Most = 1 };
        var baseline = new Baseline(rules);
        for (var i = 0; i < 100 - percent; i++)
        {
            for (var hits = 2; hits < 22; hits++)
            {
                baseline.Vote(hits, 64, Start);
            }
        }

        for (var i = 0; i < 20 * percent; i++)
        {
            baseline.Vote(vote, 64, Start);
        }

        Assert.Equal(ShareBound.Of((median + 1) / 64.0), baseline.MostAt(Start));
    }

    [Fact]
    public void VotesHalveFromWindowToWindow()
    {
        var baseline = WithVotes((400, 6));
        Assert.Equal(400, baseline.VotesAt(Start + Baseline.Window - TimeSpan.FromTicks(1)));
        Assert.Equal(200, baseline.VotesAt(Start + Baseline.Window));
        Assert.False(baseline.MostAt(Start + Baseline.Window).IsWhole);
        Assert.Equal(100, baseline.VotesAt(Start + (2 * Baseline.Window)));
        Assert.True(baseline.MostAt(Start + (2 * Baseline.Window)).IsWhole);

        // Back in time nothing changes.
        Assert.Equal(100, baseline.VotesAt(Start));
        Assert.Equal(0, baseline.VotesAt(Start + (20 * Baseline.Window)));
    }

    [Fact]
    public void TheLastWindowsVotesOutweighAllBefore()
    {
        var baseline = WithVotes((1_000, 30));
        for (var i = 0; i < 501; i++)
        {
            baseline.Vote(3, 64, Start + Baseline.Window);
        }

        Assert.Equal(ShareBound.Of(0.1 + (2 * 4 / 64.0)), baseline.MostAt(Start + Baseline.Window));
    }

    [Fact]
    public void AVoteTakesEightTargets()
    {
        var baseline = new Baseline(Rules);

        Assert.Equal((false, true, 1.0), (baseline.Vote(7, 7, Start), baseline.Vote(8, 8, Start), baseline.VotesAt(Start)));
        Assert.Throws<ArgumentOutOfRangeException>(() => baseline.Vote(9, 8, Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => baseline.Vote(-1, 8, Start));
    }

    [Fact]
    public void TheStoredFormIsThisForEver()
    {
        var baseline = new Baseline(Rules);
        baseline.Vote(0, 8, Start + Baseline.Window);
        baseline.Vote(8, 8, Start + Baseline.Window);
        baseline.Vote(8, 8, Start + Baseline.Window);

        var writer = new SnapshotWriter();
        baseline.Encode(writer);
        Assert.Equal("01" + "0100000000000000" + "8002" + string.Concat(Enumerable.Repeat("00", 62)) + "8004", Convert.ToHexString(writer.ToArray()));

        var read = Baseline.Decode(new SnapshotReader(writer.ToArray()), Rules);
        Assert.Equal(3, read.VotesAt(Start));
        Assert.Equal(1.5, read.VotesAt(Start + (2 * Baseline.Window)));
    }

    [Fact]
    public void ARuleOutsideItsRangeIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(Rules with { Slack = -0.1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(Rules with { SlackBelow = -0.1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(Rules with { Factor = 0.9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(Rules with { Most = 1.1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(Rules with { LeastVotes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(Rules with { LeastItems = 0 }));
    }

    private static Baseline WithVotes(params ReadOnlySpan<(int Count, int Hits)> votes)
    {
        var baseline = new Baseline(Rules);
        foreach (var (count, hits) in votes)
        {
            for (var i = 0; i < count; i++)
            {
                baseline.Vote(hits, 64, Start);
            }
        }

        return baseline;
    }
}
