using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class RateTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1_000_000_001, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, (366L * 864_000_000_000) + 1, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, 1_000_000_001)]
    public void ValuesOutsideTheBoundsAreRefused(long quota, long periodTicks, long burst) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rate(quota, new TimeSpan(periodTicks), burst));

    [Fact]
    public void TheBoundsThemselvesAreTaken()
    {
        var rate = new Rate(1_000_000_000, TimeSpan.FromDays(366), 1_000_000_000);

        Assert.Equal((1_000_000_000, 31_622_400_000_000_000, 1_000_000_000), (rate.Quota, rate.PeriodNanos, rate.Burst));
    }

    [Fact]
    public void ABurstIsAtMostWhatAHundredYearsGain()
    {
        Assert.Equal(100, new Rate(1, TimeSpan.FromDays(365), 101).Burst);
        Assert.Equal(1_216, new Rate(1, TimeSpan.FromDays(30), 1_000_000_000).Burst);
        Assert.Equal(1, new Rate(1, TimeSpan.FromDays(366), 1).Burst);
        Assert.Equal(1_000_000_000, new Rate(1_000_000_000, new TimeSpan(1), 1_000_000_000).Burst);
    }
}
