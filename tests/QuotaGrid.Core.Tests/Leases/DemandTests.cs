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

        // What came evenly in half a second is forgotten to 0.5 / ln 2 = 0.7213 of it: 7.2 items.
        demand.Add(new Permits(10, 1, 0), Lending.At(500));
        Assert.Equal((new Permits(58, 5, 30), 4.7213), (demand.Times(1), Math.Round(demand.Requests, 4)));

        demand.Add(default, Lending.At(1_500));
        Assert.Equal(new Permits(15, 2, 8), demand.Times(1));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(5_000)]
    public void ASteadyRateIsTheSameHoweverSeldomItIsLookedAt(int interval)
    {
        var demand = default(Demand);
        for (var at = 0; at <= 20_000; at += interval)
        {
            demand.Add(new Permits(interval, 0, 0), Lending.At(at));
        }

        // 1,000 a second, of which half is forgotten every half a second: 1,000 * 0.5 / ln 2.
        Assert.InRange(demand.Times(1).Items, 721, 722);
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
