using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class DemandTests
{
    [Fact]
    public void HalfIsForgottenEveryHalfSecond()
    {
        var demand = default(Demand);

        demand.Add(new Permits(100, 8, 60), Some.Start);
        Assert.Equal((new Permits(200, 16, 120), 8.0), (demand.Times(2), demand.Requests));

        demand.Add(new Permits(10, 1, 0), Lending.At(500));
        Assert.Equal((new Permits(60, 5, 30), 5.0), (demand.Times(1), demand.Requests));

        demand.Add(default, Lending.At(1_500));
        Assert.Equal(new Permits(15, 2, 8), demand.Times(1));
    }

    [Theory]
    [InlineData(100, 773)]
    [InlineData(1_000, 1_334)]
    [InlineData(5_000, 1_001)]
    public void ASteadyRateIsMuchTheSameHoweverSeldomItIsLookedAt(int interval, int lately)
    {
        var demand = default(Demand);
        for (var at = 0; at <= 20_000; at += interval)
        {
            demand.Add(new Permits(interval, 0, 0), Lending.At(at));
        }

        // 1,000 a second, of which half is forgotten every half a second.
        Assert.InRange(demand.Times(1).Items, lately - 1, lately);
    }

    [Fact]
    public void WhatIsAskedForIsNeverMoreThanALeaseHolds()
    {
        var demand = default(Demand);
        demand.Add(new Permits(Permits.Most, 1, Permits.Most), Some.Start);
        demand.Add(new Permits(Permits.Most, 1, 1), Some.Start);

        Assert.Equal(new Permits(Permits.Most, 4, Permits.Most), demand.Times(2));
    }

    [Fact]
    public void AClockThatGoesBackForgetsNothingAndAddsNothing()
    {
        var demand = default(Demand);
        demand.Add(new Permits(100, 10, 0), Lending.At(5_000));
        demand.Add(default, Some.Start);

        Assert.Equal(new Permits(100, 10, 0), demand.Times(1));
    }
}
