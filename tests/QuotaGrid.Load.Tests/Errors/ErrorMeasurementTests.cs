using QuotaGrid.Load.Errors;

namespace QuotaGrid.Load.Tests.Errors;

public sealed class ErrorMeasurementTests
{
    [Fact]
    public void TheSameSeedMeasuresTheSameHoweverTheCoresShareIt()
    {
        var settings = new ErrorSettings(60, 5);
        var points = ErrorMeasurement.Make(settings, CancellationToken.None);

        Assert.Equal(points, ErrorMeasurement.Make(settings, CancellationToken.None));
        Assert.NotEqual(points, ErrorMeasurement.Make(settings with { Seed = 6 }, CancellationToken.None));
        Assert.Equal(ErrorPlan.Windows.Count + 3, points.Count);

        // With 60 runs a measured error is known to 9 %: only a mistake in the run, not in the last digit, would show here.
        Assert.All(points.Where(point => point.Targets >= 500), point => Assert.InRange(point.Rmse / point.Theory, 0.6, 1.5));
        Assert.All(points.Where(point => point.Targets == 1), point => Assert.InRange(point.Rmse, 0, 0.001));
    }

    // Before 1,000,000 targets a new one stands for 677, or for some more as the batch goes on: sqrt(676.9 / 1,000).
    [Fact]
    public void TheErrorOfABatchComesFromItsWeights()
    {
        Assert.Equal(0.8230, ErrorMeasurement.NovelTheory(1_000_000), 0.0005);
        Assert.Equal(Math.Sqrt((20_500 * Math.Log(2) / 1024 - 1) / 1_000), ErrorMeasurement.NovelTheory(20_000), 0.0005);
    }

    // 1,000 runs of 25 targets share a cell 98 times, of 26 targets 106 times.
    [Fact]
    public void AnErrorIsToldWhenAHundredCellsWereShared()
    {
        Assert.False(ErrorMeasurement.IsTellable(1_000, 25));
        Assert.True(ErrorMeasurement.IsTellable(1_000, 26));
        Assert.False(ErrorMeasurement.IsTellable(10_000, 1));
        Assert.True(ErrorMeasurement.IsTellable(10_000, 1_000_000));
    }

    [Fact]
    public void ATallyHasTheMeanAndTheRootMeanSquare()
    {
        var (tally, other) = (new ErrorTally(), new ErrorTally());
        tally.Add(11, 10);
        other.Add(7, 10);
        tally.Add(other);

        Assert.Equal(-0.1, tally.Bias, 1e-12);
        Assert.Equal(Math.Sqrt(0.05), tally.Rmse, 1e-12);
    }
}
