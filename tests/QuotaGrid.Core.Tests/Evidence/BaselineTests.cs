using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Evidence;

public sealed class BaselineTests
{
    private static readonly Instant Start = new(0);

    [Fact]
    public void TheDefaultsAreThese()
    {
        var novelty = new BaselineRules { Floor = 0.15, Factor = 6, FactorBelow = 12, PerSpread = 5, MostForSpread = 4, LeastVotes = 200, LeastItems = 16 };

        Assert.Equal((novelty, novelty with { Floor = 0.3 }), (BaselineRules.Novelty, BaselineRules.Missing));
    }

    [Fact]
    public void TooFewVotesSuspectNobody()
    {
        var baseline = new Baseline(BaselineRules.Novelty);
        for (var i = 0; i < 199; i++)
        {
            baseline.Vote(1, 64, Start);
        }

        Assert.Equal((ShareBound.Whole, ShareBound.Whole), (baseline.MostAt(Start), baseline.MostOthersAt(Start)));
        baseline.Vote(1, 64, Start);
        Assert.Equal(ShareBound.Of(0.15), baseline.MostAt(Start));
    }

    /// <summary>Where all are alike the odds are six times those that all have, or a twelfth, but for the half of a bin that is not known.</summary>
    [Theory]
    [InlineData(0, 0.15, 0.9995)]
    [InlineData(30, 0.17, 0.997)]
    [InlineData(100, 0.40, 0.991)]
    [InlineData(300, 0.72, 0.966)]
    [InlineData(540, 0.875, 0.91)]
    [InlineData(950, 0.991, 0.39)]
    [InlineData(1_000, 1, 0.043)]
    public void BoundsAreFarBeyondTheMedianOnEitherSideHoweverHighItIs(int hits, double most, double mostOthers)
    {
        var baseline = WithVotes((200, hits));

        Assert.InRange(OddsRatio(baseline.MostAt(Start).Value, most), 0.75, 1.3);
        Assert.InRange(OddsRatio(baseline.MostOthersAt(Start).Value, mostOthers), 0.75, 1.3);
    }

    [Fact]
    public void TheMorePeopleDifferTheFurtherTheBoundIs()
    {
        double[] bounds = [.. Enumerable.Range(0, 4).Select(step => 25 * step).Select(far => WithVotes((100, 100 - far), (100, 100), (100, 100 + far)).MostAt(Start).Value)];

        Assert.Equal(bounds.Order(), bounds);
        Assert.InRange(bounds[0], 0.36, 0.44);
        Assert.InRange(bounds[^1], 0.7, 0.95);
    }

    [Fact]
    public void ThatFewItemsComeOutDifferentlyByChanceIsNotTakenForPeoplesDiffering()
    {
        var random = new Random(7);
        var (few, many) = (new Baseline(BaselineRules.Novelty), new Baseline(BaselineRules.Novelty));
        for (var i = 0; i < 2_000; i++)
        {
            few.Vote(Enumerable.Range(0, 20).Count(_ => random.NextDouble() < 0.2), 20, Start);
            many.Vote(Enumerable.Range(0, 500).Count(_ => random.NextDouble() < 0.2), 500, Start);
        }

        Assert.InRange(few.MostAt(Start).Value, 0.55, 0.68);
        Assert.InRange(many.MostAt(Start).Value, 0.55, 0.68);
    }

    /// <summary>
    /// Honest people have 0 to 1 % that is new, as people with address books have, and then 5 to 15 %. Attackers vote that all is new, so that the bound rises, or nothing, so that it falls.
    /// </summary>
    [Theory]
    [InlineData(0, 1_000, 0.15, 0.555)]
    [InlineData(5, 1_000, 0.15, 0.575)]
    [InlineData(10, 1_000, 0.15, 0.595)]
    [InlineData(20, 1_000, 0.15, 0.635)]
    [InlineData(24, 1_000, 0.15, 0.75)]
    [InlineData(5, 0, 0.15, 0.565)]
    [InlineData(10, 0, 0.15, 0.58)]
    [InlineData(20, 0, 0.15, 0.62)]
    [InlineData(40, 0, 0.15, 0.74)]
    public void WhatAShareOfTheVotesTeaches(int percent, int vote, double ofFew, double ofMany)
    {
        Assert.InRange(Poisoned(percent, vote, 0, 10).MostAt(Start).Value, ofFew - 0.02, ofFew + 0.02);
        Assert.InRange(Poisoned(percent, vote, 50, 150).MostAt(Start).Value, ofMany - 0.03, ofMany + 0.03);
    }

    [Fact]
    public void WhoHasLessThanHalfOfTheVotesCannotTeachAnyBound()
    {
        // The quartile is theirs, and adds what it may; the median is not.
        Assert.InRange(Poisoned(40, 1_000, 0, 10).MostAt(Start).Value, 0.6, 0.8);
        Assert.True(Poisoned(51, 1_000, 0, 10).MostAt(Start).Value > 0.99);
    }

    [Fact]
    public void VotesHalveFromWindowToWindow()
    {
        var baseline = WithVotes((400, 100));
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
        var baseline = WithVotes((1_000, 400));
        for (var i = 0; i < 501; i++)
        {
            baseline.Vote(100, 1_000, Start + Baseline.Window);
        }

        // The upper quartile is of those before: they still say that people differ.
        Assert.InRange(baseline.MostAt(Start + Baseline.Window).Value, 0.9, 0.99);
        for (var i = 0; i < 1_500; i++)
        {
            baseline.Vote(100, 1_000, Start + Baseline.Window);
        }

        Assert.InRange(baseline.MostAt(Start + Baseline.Window).Value, 0.36, 0.44);
    }

    [Fact]
    public void AVoteTakesSixteenTargets()
    {
        var baseline = new Baseline(BaselineRules.Novelty);

        Assert.Equal((false, true, 1.0), (baseline.Vote(15, 15, Start), baseline.Vote(16, 16, Start), baseline.VotesAt(Start)));
        Assert.Throws<ArgumentOutOfRangeException>(() => baseline.Vote(17, 16, Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => baseline.Vote(-1, 16, Start));
    }

    [Fact]
    public void TheStoredFormIsThisForEver()
    {
        var baseline = new Baseline(BaselineRules.Novelty);
        baseline.Vote(0, 16, Start + Baseline.Window);
        baseline.Vote(16, 16, Start + Baseline.Window);
        baseline.Vote(16, 16, Start + Baseline.Window);

        var writer = new SnapshotWriter();
        baseline.Encode(writer);
        var shares = Zeros(13) + "8002" + Zeros(36) + "8004" + Zeros(13);
        var atLeast = "8002" + Zeros(43) + "8004" + Zeros(19);
        var atMost = Zeros(19) + "8002" + Zeros(43) + "8004";
        Assert.Equal("02" + "0100000000000000" + shares + atLeast + atMost, Convert.ToHexString(writer.ToArray()));

        var read = Baseline.Decode(new SnapshotReader(writer.ToArray()), BaselineRules.Novelty);
        Assert.Equal(3, read.VotesAt(Start));
        Assert.Equal(1.5, read.VotesAt(Start + (2 * Baseline.Window)));
    }

    [Fact]
    public void WhatVersion1WroteIsReadForEver()
    {
        // 300 votes for a tenth: a histogram of 64 even bins.
        var stored = Convert.FromHexString("01" + "0100000000000000" + Zeros(6) + "80D804" + Zeros(57));
        var read = Baseline.Decode(new SnapshotReader(stored), BaselineRules.Novelty);

        Assert.Equal(300, read.VotesAt(Start));
        Assert.InRange(read.MostAt(Start).Value, 0.36, 0.48);
    }

    [Fact]
    public void ARuleOutsideItsRangeIsRefused()
    {
        var rules = BaselineRules.Novelty;
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(rules with { Floor = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(rules with { Floor = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(rules with { Factor = 0.9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(rules with { FactorBelow = 0.9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(rules with { PerSpread = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(rules with { MostForSpread = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(rules with { LeastVotes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Baseline(rules with { LeastItems = 0 }));
    }

    private static Baseline Poisoned(int percent, int vote, int least, int most)
    {
        var baseline = new Baseline(BaselineRules.Novelty);
        for (var i = 0; i < 1_000; i++)
        {
            baseline.Vote(i % 100 < percent ? vote : least + ((most - least) * (i * 7_919 % 1_000) / 1_000), 1_000, Start);
        }

        return baseline;
    }

    private static Baseline WithVotes(params ReadOnlySpan<(int Count, int Hits)> votes)
    {
        var baseline = new Baseline(BaselineRules.Novelty);
        foreach (var (count, hits) in votes)
        {
            for (var i = 0; i < count; i++)
            {
                baseline.Vote(hits, 1_000, Start);
            }
        }

        return baseline;
    }

    private static double OddsRatio(double share, double other) => share >= 1 || other >= 1 ? share / other : share / (1 - share) / (other / (1 - other));

    private static string Zeros(int count) => string.Concat(Enumerable.Repeat("00", count));
}
