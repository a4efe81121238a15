using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Grains.Identities;

namespace QuotaGrid.Cluster.Tests.Ingress;

/// <summary>An identity in the memory of the silo that a message enters is asked without another message; while it leaves memory nothing may go wrong.</summary>
public sealed class LocalIdentityTests(SharedCluster shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task RequestsThatComeWhileTheIdentityLeavesMemoryAreAllDecidedAndNoPermitIsSpentTwiceOrLost()
    {
        for (var round = 0; round < 10; round++)
        {
            var name = $"leaves-{round}";
            var grain = Silos.Identity(name);
            await grain.DecideAsync(Requests.For(TestPolicies.Items, 0));

            var asked = Enumerable.Range(0, 10).Select(message => IngressBeside(grain, message)
                .DecideAsync([.. Enumerable.Range(0, 20).Select(i => Lookup(name, (message * 20) + i))], Patience).AsTask()).ToArray();
            await Silos.Cluster.DeactivateAsync(grain);
            await Silos.Cluster.DeactivateAsync(grain);
            var results = (await Task.WhenAll(asked)).SelectMany(message => message).ToArray();

            Assert.All(results, result => Assert.Null(result.Failure));
            Assert.Equal(TestPolicies.Burst - 1, results.Sum(result => result.Reply!.Decision.Allowed.Count));
        }
    }

    [Fact]
    public async Task ARequestThatWaitsForStorageWhenTheIdentityLeavesMemoryIsAnsweredFirst()
    {
        var grain = Silos.Identity("waits");
        await grain.GetState();
        var held = Silos.Probe.HoldNext(grain.GetGrainId());
        var asked = IngressBeside(grain, 0).DecideAsync([Lookup("waits", 0)], Patience).AsTask();
        await held.Arrived;

        var left = Silos.Cluster.DeactivateAsync(grain);
        Assert.False(asked.IsCompleted);
        held.Release();

        Assert.Equal(1, (await asked)[0].Reply!.Decision.Allowed.Count);
        await left;
        Assert.Equal(TestPolicies.Burst - 1, (await grain.GetState()).Capabilities[0].Limits[0].Remaining);
    }

    [Fact]
    public async Task WhileOneRequestWaitsForStorageTheOthersAreDecidedAndOneWriteIsForAll()
    {
        var grain = Silos.Identity("one-write");
        await grain.GetState();
        var held = Silos.Probe.HoldNext(grain.GetGrainId());

        var asked = IngressBeside(grain, 0).DecideAsync([.. Enumerable.Range(0, 30).Select(i => Lookup("one-write", i))], Patience).AsTask();
        await held.Arrived;
        held.Release();

        Assert.Equal(30, (await asked).Sum(result => result.Reply!.Decision.Allowed.Count));
        Assert.InRange(Silos.Probe.WritesOf(grain.GetGrainId()), 1, 30 / 2);
    }

    [Fact]
    public async Task MoreThanMayWaitForAnIdentityAreRefusedAndNotCharged()
    {
        var grain = Silos.Identity("crowd");
        await grain.GetState();
        var held = Silos.Probe.HoldNext(grain.GetGrainId());
        var first = IngressBeside(grain, 0).DecideAsync([Lookup("crowd", 0, TestPolicies.Large)], Patience).AsTask();
        await held.Arrived;

        // All of these are charged and wait for the same write, but for one.
        var crowd = IngressBeside(grain, 1).DecideAsync([.. Enumerable.Repeat(Lookup("crowd", 0, TestPolicies.Large), LocalIdentity.MaxWaiting)], Patience).AsTask();
        while ((await grain.GetState()).Capabilities[0].Limits[0].Remaining > TestPolicies.LargeBurst - LocalIdentity.MaxWaiting)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        held.Release();
        LookupResult[] results = [.. await first, .. await crowd];

        Assert.IsType<LimitExceededException>(Assert.Single(results, result => result.Reply is null).Failure);
        Assert.Equal(LocalIdentity.MaxWaiting, results.Sum(result => result.Reply?.Decision.Allowed.Count ?? 0));
        Assert.Equal(TestPolicies.LargeBurst - LocalIdentity.MaxWaiting, (await grain.GetState()).Capabilities[0].Limits[0].Remaining);
    }

    /// <summary>One of the ingress grains of the silo that the identity is on.</summary>
    private IIngressGrain IngressBeside(IIdentityGrain grain, int key) =>
        ((IGrainFactory)Silos.SiloOf(grain).SiloHost.Services.GetService(typeof(IGrainFactory))!).GetIngress(key);

    private static IdentityLookup Lookup(string identity, int target, Plan? plan = null) => new(Identity.Parse(identity), Requests.For(plan ?? TestPolicies.Items, target));
}
