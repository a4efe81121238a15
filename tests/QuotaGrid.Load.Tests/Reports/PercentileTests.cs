using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Tests.Reports;

public sealed class PercentileTests
{
    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(0.991, 100)]
    [InlineData(1, 100)]
    [InlineData(0.001, 1)]
    public void IsTheNearestRank(double share, double expected) =>
        Assert.Equal(expected, Percentile.Of(Enumerable.Range(1, 100).Reverse().Select(value => (double)value), share));

    [Fact]
    public void NothingHasNoPercentile() => Assert.Null(Percentile.Of([], 0.5));

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void AShareOutsideTheRangeIsRefused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Percentile.Of([1], share));
}
