using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Coverage;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Cluster.Tests.Coverage;

public sealed class RegionGrainTests(SharedCluster shared)
{
    private static readonly CoverageWindow Window = new(TimeSpan.FromDays(15));

    [Fact]
    public async Task WhatOneSiloMarksAnotherOneIsTold()
    {
        var region = RegionKey.Parse("e164:1301");
        var grain = shared.Silos.Grains.GetGrain<IRegionGrain>(region.ToString());

        await grain.ExchangeAsync(Marks(region, (5, 17), (999, 9_999)));
        var replica = new CoverageReplica(Window);
        replica.Apply(await grain.ExchangeAsync(new RegionMarks(region, 0, replica.PositionOf(region), default)), Now);

        Assert.Equal(PlaceCoverage.Asked, replica.Look(new TargetPlace(region, 5, 17)));
        Assert.Equal(PlaceCoverage.Asked, replica.Look(new TargetPlace(region, 999, 9_999)));
        Assert.Equal(PlaceCoverage.New, replica.Look(new TargetPlace(region, 5, 18)));
    }

    [Fact]
    public async Task ARegionThatLeavesMemoryIsTheSameAfter()
    {
        var region = RegionKey.Parse("e164:1302");
        var grain = shared.Silos.Grains.GetGrain<IRegionGrain>(region.ToString());
        await grain.ExchangeAsync(Marks(region, (1, 1), (1, 2), (2, 3)));
        await grain.ExchangeAsync(Marks(region, (1, 1)));

        await shared.Silos.Cluster.DeactivateAsync(grain);
        var report = await grain.GetState();

        Assert.Equal(("e164:1302", 3), (report.Region, report.Targets));
        Assert.Equal([KeyValuePair.Create(1, 0.0002), KeyValuePair.Create(2, 0.0001)], report.Fills);
    }

    [Fact]
    public async Task ARegionThatMovesToAnotherSiloTakesAlongWhatItKnowsAlsoWhenAllOfItIsStored()
    {
        var region = RegionKey.Parse("e164:1305");
        var grain = shared.Silos.Grains.GetGrain<IRegionGrain>(region.ToString());
        await grain.ExchangeAsync(Marks(region, (1, 1), (1, 2)));
        await shared.Silos.Cluster.DeactivateAsync(grain);
        await grain.GetState();
        var from = shared.Silos.SiloOf(grain).SiloAddress;

        await shared.Silos.Cluster.MigrateAsync(grain, shared.Silos.Cluster.Silos.First(silo => !silo.SiloAddress.Equals(from)).SiloAddress);

        Assert.Equal(2, (await grain.GetState()).Targets);
    }

    [Fact]
    public async Task MarksOfAnotherRegionOrDamagedOnesAreRefusedAndNothingIsTakenUp()
    {
        var region = RegionKey.Parse("e164:1303");
        var grain = shared.Silos.Grains.GetGrain<IRegionGrain>(region.ToString());

        await Assert.ThrowsAsync<InvalidValueException>(async () => await grain.ExchangeAsync(Marks(RegionKey.Parse("e164:1304"), (1, 1))));
        await Assert.ThrowsAsync<InvalidValueException>(async () => await grain.ExchangeAsync(new RegionMarks(region, 1, default, new byte[] { 1, 2, 3 })));

        Assert.Equal(0, (await grain.GetState()).Targets);
    }

    [Theory]
    [InlineData("e164:12")]
    [InlineData("nowhere:1")]
    public async Task WhatNamesNoRegionHasNoGrain(string key) =>
        await Assert.ThrowsAsync<InvalidValueException>(() => shared.Silos.Grains.GetGrain<IRegionGrain>(key).GetState());

    private static Instant Now => Instant.From(TimeProvider.System.GetUtcNow());

    private static RegionMarks Marks(RegionKey region, params (int Block, int Offset)[] places)
    {
        var marks = new CoverageMarks(Window);
        foreach (var (block, offset) in places)
        {
            marks.Add(new TargetPlace(region, block, offset), Now);
        }

        return marks.Take(region, default);
    }
}
