using QuotaGrid.Core.Evidence;
using QuotaGrid.Load.FalseAlarms;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Tests.FalseAlarms;

public sealed class FalseAlarmRunTests
{
    private static readonly FalseAlarmSettings Settings = new(2_000, 200, 7);
    private static readonly FalseAlarmScenario Blamed =
        new("blamed") { NovelShare = 0.6, Votes = 1_000, Poisoned = 0.6, Novelty = new BaselineRules { PerSpread = 0 } };

    [Fact]
    public void WhereTheNullHypothesisHoldsAlarmsStayUnderAlpha()
    {
        var result = Run(new("at-bounds") { AtBounds = true });

        Assert.InRange(result.Alarms[0], 5, 200);
        Assert.InRange(result.Alarms[1], 0, 33);
        Assert.Equal(0, result.Alarms[^1]);
    }

    [Fact]
    public void PeopleFarBeyondTheBoundAreConvictedByNovelty()
    {
        var result = Run(Blamed);

        Assert.InRange(result.Alarms[^1], 1_500, 2_000);
        Assert.Equal(result.Alarms[^1], result.Leading[(int)Signal.Novelty]);
        Assert.Equal(result.LargeBooks, result.LargeBookAlarms);
        Assert.InRange(result.LargeBooks, 8, 40);
    }

    [Fact]
    public void TheSameSeedGivesTheSameRun() => Assert.Equal(Run(Blamed).Alarms, Run(Blamed).Alarms);

    [Theory]
    [InlineData(0.1, 10, 0.1, 0.0905)]
    [InlineData(0.5, 1, 0.5, 0.3536)]
    [InlineData(0.3, double.PositiveInfinity, 0.3, 0)]
    public void SharesHaveTheMeanAndTheSpreadOfTheirDistribution(double mean, double likeness, double expectedMean, double expectedDeviation)
    {
        var random = new SeededRandom(3, "share");
        double[] shares = [.. Enumerable.Range(0, 100_000).Select(_ => ShareDraw.Next(random, mean, likeness))];

        Assert.Equal(expectedMean, shares.Average(), 0.004);
        Assert.Equal(expectedDeviation, Math.Sqrt(shares.Average(share => Math.Pow(share - mean, 2))), 0.002);
    }

    [Fact]
    public void ABoundIsLearnedFromVotesAndNotLoweredByThoseForNothing()
    {
        var honest = new FalseAlarmScenario("honest") { Likeness = 25, Votes = 2_000 };
        var (clean, poisoned) = (LearnedBounds.Learn(honest, 1, 0), LearnedBounds.Learn(honest with { Poisoned = 0.4 }, 1, 0));

        // Who votes for nothing lowers the median, and makes people seem to differ more.
        Assert.InRange(clean.Novelty.Value, 0.4, 0.6);
        Assert.InRange(poisoned.Novelty.Value, clean.Novelty.Value, 0.95);
    }

    [Fact]
    public void AHigherShareIsConvictedSoonerAndAHigherBoundLater()
    {
        var points = SweepRun.Make(Settings, TestContext.Current.CancellationToken).ToDictionary(point => (point.Bound, point.Share));

        Assert.Equal(11, points[(0.16, 0.99)].Median);
        Assert.True(points[(0.16, 0.71)].Median > points[(0.16, 0.86)].Median);
        Assert.True(points[(0.3, 0.86)].P95 > points[(0.16, 0.86)].P95);
    }

    [Fact]
    public void TheReportHoldsTheNullHypothesisToAlphaAndTheOthersToWhatPeopleMayExpect()
    {
        var atBounds = new FalseAlarmResult(new("at-bounds") { AtBounds = true }, 0.2, 10_000, [100, 90, 80, 0, 0, 0], 1, 0, 1, 0, [0, 0, 0, 0, 0]);
        var spread = new FalseAlarmResult(new("spread"), 0.2, 10_000, [9, 9, 9, 9, 9, 2], 100, 1, 10, 0, [2, 0, 0, 0, 0]);
        SweepPoint[] sweeps = [new(0.71, 0.16, 30, null)];

        var figures = FalseAlarmReport.Create(Settings, [atBounds, spread], sweeps, new Machine("a processor", 2, 1, "an OS", "a runtime")).Figures.ToDictionary(figure => figure.Name);
        Assert.Equal((true, true, false), (figures["at-bounds.1e-1"].Met, figures["at-bounds.1e-2"].Met, figures["at-bounds.1e-3"].Met));
        Assert.Equal((9e-4, false), (figures["spread.1e-4"].Value, figures["spread.1e-4"].Met));
        Assert.Equal((2e-4, null), (figures["spread.share"].Value, figures["spread.share"].Met));
        Assert.Equal((30.0, null), (figures["sweep.0.16.0.71.median"].Value, figures["sweep.0.16.0.71.p95"].Value));

        var table = FalseAlarmTable.Write(Settings, [spread], sweeps);
        Assert.Contains("| spread | 0.20 | 9.0e-4 | 9.0e-4 | 9.0e-4 | 9.0e-4 | 9.0e-4 | 2.0e-4 | 1.0e-2 | 0 | 2, 0, 0, 0, 0 |\n", table);
        Assert.Contains("| 0.16 | 0.71 | 30 | never |\n", table);
    }

    private static FalseAlarmResult Run(FalseAlarmScenario scenario) => FalseAlarmRun.Make(scenario, Settings, TestContext.Current.CancellationToken);
}
