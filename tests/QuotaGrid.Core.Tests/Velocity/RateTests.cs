using System.Runtime.CompilerServices;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class RateTests
{
    [Theory]
    [InlineData(0, 1, 1, "quota")]
    [InlineData(1_000_000_001, 1, 1, "quota")]
    [InlineData(1, 0, 1, "period")]
    [InlineData(1, -1, 1, "period")]
    [InlineData(1, (366L * 864_000_000_000) + 1, 1, "period")]
    [InlineData(1, 1, 0, "burst")]
    [InlineData(1, 1, 1_000_000_001, "burst")]
    public void ValuesOutsideTheBoundsAreRefusedByTheirNames(long quota, long periodTicks, long burst, string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => new Rate(quota, new TimeSpan(periodTicks), burst));

    [Theory]
    [InlineData(1, 365, 100)]
    [InlineData(1, 30, 1_216)]
    [InlineData(2, 30, 2_433)]
    public void ABurstIsAtMostWhatAHundredYearsGain(long quota, int days, long burst)
    {
        Assert.Equal(burst, new Rate(quota, TimeSpan.FromDays(days), burst).Burst);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rate(quota, TimeSpan.FromDays(days), burst + 1));
    }

    // 319 times the period is a tick over the hundred years of 36,500 days.
    [Theory]
    [InlineData(1, 318)]
    [InlineData(2, 637)]
    public void ABurstThatTakesATickOverAHundredYearsIsRefused(long quota, long mostBurst)
    {
        var period = new TimeSpan(98_858_934_169_279);

        Assert.Equal(mostBurst, Rate.MostBurst(quota, period));
        Assert.Equal(mostBurst, new Rate(quota, period, mostBurst).Burst);
        Assert.Throws<ArgumentOutOfRangeException>("burst", () => new Rate(quota, period, mostBurst + 1));
    }

    [Theory]
    [InlineData(1, 365, 100)]
    [InlineData(1, 30, 1_216)]
    [InlineData(1_000_000_000, 366, 1_000_000_000)]
    public void TheLargestBurstIsKnown(long quota, int days, long burst) => Assert.Equal(burst, Rate.MostBurst(quota, TimeSpan.FromDays(days)));

    [Theory]
    [InlineData(3, 2, 333_333_333, 1)]
    [InlineData(3, 3, 666_666_666, 2)]
    [InlineData(7, 2, 142_857_142, 6)]
    [InlineData(10, 1, 0, 0)]
    public void WhatTheBurstCostsWithoutOnePermitIsExact(long quota, long burst, long nanos, long rest)
    {
        var rate = new Rate(quota, TimeSpan.FromSeconds(1), burst);

        Assert.Equal((nanos, rest), (rate.SlackNanos, rate.SlackRest));
    }

    [Fact]
    public void TheBoundsThemselvesAreTaken()
    {
        var rate = new Rate(1_000_000_000, TimeSpan.FromDays(366), 1_000_000_000);

        Assert.Equal((1_000_000_000, 31_622_400_000_000_000, 1_000_000_000), (rate.Quota, rate.PeriodNanos, rate.Burst));
    }

    [Fact]
    public void TwoRatesAreEqualWhenQuotaPeriodAndBurstAre()
    {
        var rate = new Rate(7, TimeSpan.FromSeconds(1), 20);

        Assert.Equal(rate, new Rate(7, TimeSpan.FromSeconds(1), 30).WithBurst(20));
        Assert.Equal(rate.GetHashCode(), new Rate(7, TimeSpan.FromSeconds(1), 30).WithBurst(20).GetHashCode());
        Assert.NotEqual(rate, new Rate(8, TimeSpan.FromSeconds(1), 20));
        Assert.NotEqual(rate, new Rate(7, TimeSpan.FromSeconds(2), 20));
        Assert.NotEqual(rate, new Rate(7, TimeSpan.FromSeconds(1), 21));
        Assert.Equal("Rate { Quota = 7, PeriodNanos = 1000000000, Burst = 20 }", rate.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    public void ABurstIsOnlyMadeSmaller(long burst) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rate(7, TimeSpan.FromSeconds(1), 20).WithBurst(burst));

    [Fact]
    public void ARateFitsOneCacheLine() => Assert.InRange(Unsafe.SizeOf<Rate>(), 1, 64);
}
