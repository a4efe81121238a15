using CsCheck;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class LeaseWorldTests
{
    private static readonly Gen<(int What, int Which)[]> Steps = Gen.Select(Gen.Int[0, 98], Gen.Int[0, 99_999]).Array[0, 600];

    [Fact]
    public void WhateverIsLostLateOrRepeatedNoWindowHasMoreThanTheContract() => Steps.Sample(
        steps => Run(steps, reportsOutliveActivations: true).AssertContract(), iter: 500, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void WhateverIsLostLateOrRepeatedEverythingIsKnownAndCountedOnceInTheEnd() => Steps.Sample(
        steps => Run(steps, reportsOutliveActivations: false).AssertNothingIsLostOrCountedTwice(), iter: 500, seed: "0N0XIzNsQ0O3");

    [Fact]
    public void TheStepsLeaseDecideDenyAndConflict()
    {
        var (leased, decided, denied, conflicts) = (0, 0, 0, 0);
        for (var seed = 1; seed <= 100; seed++)
        {
            var random = new Random(seed);
            var world = Run([.. Enumerable.Range(0, 600).Select(_ => (random.Next(0, 99), random.Next(0, 100_000)))], reportsOutliveActivations: true);
            (leased, decided, denied, conflicts) = (leased + world.Leased, decided + world.Decided, denied + world.Denied, conflicts + world.Conflicts);
        }

        Assert.True(
            leased > 3_000 && decided > 3_000 && denied > 300 && conflicts > 100,
            $"{leased} items were admitted by leases and {decided} by the grain, {denied} requests denied by holders, {conflicts} activations ended by a conflict.");
    }

    private static LeaseWorld Run((int What, int Which)[] steps, bool reportsOutliveActivations)
    {
        var world = new LeaseWorld(reportsOutliveActivations);
        foreach (var (what, which) in steps)
        {
            world.Step(what, which);
        }

        return world;
    }
}
