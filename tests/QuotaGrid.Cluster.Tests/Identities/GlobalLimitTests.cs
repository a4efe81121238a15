using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Core.Decisions;

namespace QuotaGrid.Cluster.Tests.Identities;

public sealed class GlobalLimitTests(SharedCluster shared)
{
    private const int Callers = 64;

    [Fact]
    public async Task AnIdentityThatAsksEverySiloAtOnceIsAdmittedExactlyItsBurst()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
            await shared.Silos.Identity("global-burst", caller % 3).DecideAsync(Requests.For(TestPolicies.Items, Enumerable.Range(caller * 5, 5))))));

        Assert.Equal(TestPolicies.Burst, replies.Sum(reply => reply.Decision.Allowed.Count));
        Assert.Equal(TestPolicies.Burst / 5, replies.Count(reply => reply.Decision.Outcome == Outcome.Allowed));
        Assert.Equal(0, Assert.Single((await shared.Silos.Identity("global-burst").GetState()).Capabilities).Limits[0].Remaining);
    }

    [Fact]
    public async Task ABatchOfTheSameNewTargetsFromEverySiloIsChargedOnceAsNovel()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(caller => Task.Run(async () =>
            await shared.Silos.Identity("global-novel", caller % 3).DecideAsync(Requests.For(Core.Policies.Plan.Default, Enumerable.Range(0, 10))))));

        Assert.Equal(10, replies.Sum(reply => reply.Decision.Novel));
        Assert.All(replies, reply => Assert.Equal(Outcome.Allowed, reply.Decision.Outcome));
    }

    [Fact]
    public async Task EveryIdentityHasOneActivation()
    {
        var names = Enumerable.Range(0, 50).Select(i => $"one-activation-{i}").ToArray();
        await Task.WhenAll(names.SelectMany(name => Enumerable.Range(0, 3).Select(silo => Task.Run(async () =>
            await shared.Silos.Identity(name, silo).DecideAsync(Requests.For(TestPolicies.Items, silo))))));

        var active = await shared.Silos.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(
            types: null, hostsIds: null, TestContext.Current.CancellationToken);
        var mine = active.Where(one => one.GrainId.Key.ToString()!.StartsWith("id:one-activation-", StringComparison.Ordinal)).ToArray();

        Assert.Equal(names.Length, mine.Length);
        Assert.Equal(names.Length, mine.Select(one => one.GrainId).Distinct().Count());
        Assert.Equal(3, mine.Select(one => one.SiloAddress).Distinct().Count());
    }
}
