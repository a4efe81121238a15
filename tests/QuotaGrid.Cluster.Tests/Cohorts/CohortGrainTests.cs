using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Cohorts;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Cluster.Tests.Cohorts;

public sealed class CohortGrainTests(SharedCluster shared)
{
    [Fact]
    public async Task WhatSilosCountedIsSummedUpOnceHoweverOftenTheySendItAlsoWhenTheCohortLeftMemoryOrMoved()
    {
        var grain = Cohort("asn:1");
        var (one, other) = (Report(1, new(5, 1, 2_048, 0)), Report(2, new(3, 0, 0, 0)));

        await grain.ExchangeAsync(one);
        await grain.ExchangeAsync(one);
        Assert.Equal(new CohortTotals(8, 1, 998), await grain.ExchangeAsync(other));
        await shared.Silos.Cluster.DeactivateAsync(grain);
        Assert.Equal(new CohortTotals(8, 1, 998), await grain.ExchangeAsync(one));
        var from = shared.Silos.SiloOf(grain).SiloAddress;
        await shared.Silos.Cluster.MigrateAsync(grain, shared.Silos.Cluster.Silos.First(silo => !silo.SiloAddress.Equals(from)).SiloAddress);

        Assert.Equal(new CohortTotals(8, 1, 998), await grain.ExchangeAsync(other));
        Assert.Equal(new CohortTotals(9, 1, 998), await grain.ExchangeAsync(Report(2, new(4, 0, 0, 0))));
        Assert.Equal(new CohortTotals(9, 1, 998), await grain.GetState());
    }

    [Fact]
    public async Task CountsThatNoSiloHasAreRefusedAndNothingIsTakenUp()
    {
        var grain = Cohort("asn:2");

        await Assert.ThrowsAsync<InvalidValueException>(async () => await grain.ExchangeAsync(Report(1, new(-1, 0, 0, 0))));
        await Assert.ThrowsAsync<InvalidValueException>(async () => await grain.ExchangeAsync(Report(0, new(1, 0, 0, 0))));

        Assert.Equal(CohortTotals.None, await grain.GetState());
    }

    [Theory]
    [InlineData("asn:1")]
    [InlineData("accounts.lookup/asn")]
    [InlineData("accounts.lookup/asn:a b")]
    public async Task WhatNamesNoCohortHasNoGrain(string key) =>
        await Assert.ThrowsAsync<InvalidValueException>(() => shared.Silos.Grains.GetGrain<ICohortGrain>(key).GetState());

    private ICohortGrain Cohort(string cohort) => shared.Silos.Grains.GetGrain<ICohortGrain>($"cohorts.test/{cohort}");

    private static CohortReport Report(ulong reporter, CohortCounts counts) => new(reporter, counts, default);
}
