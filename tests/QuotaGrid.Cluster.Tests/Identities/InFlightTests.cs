using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>What is in flight, whichever silo is asked.</summary>
public sealed class InFlightTests(SharedCluster shared)
{
    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task ARequestThatEndsMakesPlaceForAnotherWhereverItIsAskedFor()
    {
        var first = await HoldAsync("in-flight", silo: 0);
        await HoldAsync("in-flight", silo: 1);

        var denied = await AskAsync(Silos.Identity("in-flight", silo: 2), TestPolicies.Parallel);
        Assert.Equal((Outcome.Denied, "parallel", null), (denied.Outcome, denied.Limit, denied.Hold));
        Assert.InRange(denied.RetryAfter!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));

        Assert.True(await Silos.Identity("in-flight", silo: 2).ReleaseHoldAsync(TestPolicies.Lookup, first));
        Assert.False(await Silos.Identity("in-flight", silo: 0).ReleaseHoldAsync(TestPolicies.Lookup, first));
        await HoldAsync("in-flight", silo: 2);
        Assert.Equal(Outcome.Denied, (await AskAsync(Silos.Identity("in-flight"), TestPolicies.Parallel)).Outcome);
    }

    [Fact]
    public async Task AHoldSurvivesItsActivationAndIsReleasedByTheNext()
    {
        var grain = Silos.Identity("in-flight-stored");
        var hold = await HoldAsync("in-flight-stored", silo: 0);
        await HoldAsync("in-flight-stored", silo: 0);

        await Silos.Cluster.DeactivateAsync(grain);
        Assert.Equal(0, Assert.Single((await grain.GetState()).Capabilities).Limits[0].Remaining);
        Assert.True(await grain.ReleaseHoldAsync(TestPolicies.Lookup, hold));

        await Silos.Cluster.DeactivateAsync(grain);
        Assert.Equal(1, Assert.Single((await grain.GetState()).Capabilities).Limits[0].Remaining);
        Assert.False(await grain.ReleaseHoldAsync(TestPolicies.Lookup, hold));
    }

    [Fact]
    public async Task TheHoldOfACallerThatDiedEndsByItselfAndFreesNobodyElses()
    {
        var grain = Silos.Identity("in-flight-died");
        var dead = (await AskAsync(grain, TestPolicies.Brief)).Hold!.Value;

        // However busy the machine is: it is denied for as long as it is told, and then admitted.
        Decision next;
        while ((next = await AskAsync(grain, TestPolicies.Brief)).Outcome == Outcome.Denied)
        {
            Assert.InRange(next.RetryAfter!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));
            await Task.Delay(next.RetryAfter.Value, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.NotEqual(dead, next.Hold);
        Assert.False(await grain.ReleaseHoldAsync(TestPolicies.Lookup, dead));
        Assert.False(await grain.RenewHoldAsync(TestPolicies.Lookup, dead));
    }

    [Fact]
    public async Task ARenewedHoldIsStored()
    {
        var grain = Silos.Identity("in-flight-renewed");
        var hold = await HoldAsync("in-flight-renewed", silo: 0);
        await Silos.Cluster.DeactivateAsync(grain);
        var before = await Silos.ReadAsync(grain);

        Assert.True(await grain.RenewHoldAsync(TestPolicies.Lookup, hold));

        await Silos.Cluster.DeactivateAsync(grain);
        Assert.NotEqual(before.ETag, (await Silos.ReadAsync(grain)).ETag);
    }

    [Fact]
    public async Task AHoldThatNobodyHasIsNoErrorAndStoresNothing()
    {
        var grain = Silos.Identity("in-flight-never");

        Assert.False(await grain.ReleaseHoldAsync(TestPolicies.Lookup, new HoldId(1)));
        Assert.False(await grain.RenewHoldAsync(TestPolicies.Lookup, new HoldId(long.MaxValue)));
        Assert.False(await grain.ReleaseHoldAsync(default, default));

        await Silos.Cluster.DeactivateAsync(grain);
        Assert.False((await Silos.ReadAsync(grain)).RecordExists);
    }

    private async Task<HoldId> HoldAsync(string identity, int silo) =>
        (await AskAsync(Silos.Identity(identity, silo), TestPolicies.Parallel)).Hold!.Value;

    private static async Task<Decision> AskAsync(IIdentityGrain grain, Plan plan) => (await grain.DecideAsync(Requests.For(plan, 1))).Decision;
}
