using QuotaGrid.Contracts.Coverage;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.Admission;

/// <summary>Where targets stand is told to the silos where identities are watched, and nowhere else.</summary>
public sealed class PlacesTests(SharedGateway shared)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatIsAdmittedUnderAWatchedPlanIsMarkedInItsRegionAndInNoOrder()
    {
        // Seven million seven hundred and seventy thousand and so on: all in one block of the region of the ten millions that they are in.
        await AskAsync("placed", Plan.Parse("watched"), 7_770_000_001, 7_770_000_017, 7_770_000_400);
        var region = shared.Grains.GetGrain<IRegionGrain>("integer:777");

        await Seen.Async(async () => (await region.GetState()).Targets == 3, "the three are marked");

        Assert.Equal([KeyValuePair.Create(0, 0.0003)], (await region.GetState()).Fills);
    }

    [Fact]
    public async Task UnderAPlanThatIsNotWatchedNothingIsMarked()
    {
        await AskAsync("unplaced", Plan.Default, 8_880_000_001, 8_880_000_002);

        // Marks go out each second: those of an identity that is watched are there, so the others would be too.
        await AskAsync("placed-later", Plan.Parse("watched"), 9_990_000_001);
        await Seen.Async(async () => (await shared.Grains.GetGrain<IRegionGrain>("integer:999").GetState()).Targets == 1, "the later one is marked");
        Assert.Equal(0, (await shared.Grains.GetGrain<IRegionGrain>("integer:888").GetState()).Targets);
    }

    [Fact]
    public async Task WhoReadsNumbersInOrderIsConvictedByThat()
    {
        await AskAsync("in-order", Plan.Parse("watched"), [.. Enumerable.Range(0, 200).Select(i => 6_660_000_000L + i)]);

        var next = await AskAsync("in-order", Plan.Parse("watched"), 6_660_005_000);

        Assert.Equal((Outcome.Denied, ContainmentAction.Tighten), (next.Outcome, next.Action));
        var known = await shared.Gateway.Client.DescribeAsync(Identity.Parse("in-order"), Cancel);
        Assert.Equal(Signal.Order, Assert.Single(known.Capabilities).Sweep!.Conviction.Signal);
    }

    private async Task<GatewayDecision> AskAsync(string identity, Plan plan, params long[] targets) => await shared.Gateway.Client.DecideAsync(
        new DecisionRequest(Identity.Parse(identity), Capability.Parse(TestPolicies.Busy), [.. targets.Select(target => $"{target}")]) { Plan = plan }, Cancel);
}
