using System.Text;
using Microsoft.Extensions.DependencyInjection;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Cluster.Tests.Policies;

/// <summary>Versions of the policies, on a cluster of each test's own because they are the cluster's.</summary>
[Collection(nameof(OwnCluster))]
public sealed class PublishTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task APublishedVersionIsInForceOnEverySiloOnceItRefreshed()
    {
        await using var silos = await StartAsync(TestPolicies.Source(burst: 10));
        Assert.All(silos.PolicyCaches, cache => Assert.Equal(1, cache.Current!.Version));
        var grain = silos.Identity("asked");
        Assert.Equal(9, (await grain.DecideAsync(Requests.For(TestPolicies.Items, 1))).Decision.Limits[0].Remaining);

        var published = await PolicyGrain(silos).PublishAsync(TestPolicies.DocumentWith(burst: 20), onlyFirst: false);
        await Task.WhenAll(silos.PolicyCaches.Select(cache => cache.RefreshAsync().AsTask()));

        Assert.Equal(2, published.Version);
        Assert.All(silos.PolicyCaches, cache => Assert.Equal(2, cache.Current!.Version));
        var reply = await grain.DecideAsync(Requests.For(TestPolicies.Items, 2));
        Assert.Equal((2L, 20L), (reply.PolicyVersion, reply.Decision.Limits[0].Quota));
        Assert.True(reply.Decision.Limits[0].Remaining <= 18, "What was spent stays spent.");
    }

    [Fact]
    public async Task AnInvalidDocumentIsRefusedWithEveryProblemAndChangesNothing()
    {
        await using var silos = await StartAsync(TestPolicies.Source());
        var invalid = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(TestPolicies.Document)
            .Replace("\"stage\": \"shadow\"", "\"stage\": \"dark\"", StringComparison.Ordinal)
            .Replace("\"horizon\": \"30d\"", "\"horizon\": \"3y\"", StringComparison.Ordinal));

        var refusal = await Assert.ThrowsAsync<InvalidPolicyException>(async () => await PolicyGrain(silos).PublishAsync(invalid, onlyFirst: false));

        Assert.Equal(["$.capabilities[0].horizon", "$.policies[2].stage"], refusal.Problems.Select(problem => problem.Field));
        Assert.Null(await PolicyGrain(silos).GetNewerAsync(1));
        Assert.Equal(TestPolicies.Document, (await PolicyGrain(silos).GetNewerAsync(0))!.Document);
    }

    [Fact]
    public async Task TheSameDocumentKeepsItsVersionAndOneThatIsBackGetsANewOne()
    {
        await using var silos = await StartAsync(TestPolicies.Source(burst: 10));
        var policies = PolicyGrain(silos);

        Assert.Equal(1, (await policies.PublishAsync(TestPolicies.DocumentWith(burst: 10), onlyFirst: false)).Version);
        Assert.Equal(2, (await policies.PublishAsync(TestPolicies.DocumentWith(burst: 20), onlyFirst: false)).Version);
        Assert.Equal(2, (await policies.PublishAsync(TestPolicies.DocumentWith(burst: 20), onlyFirst: false)).Version);
        Assert.Equal(3, (await policies.PublishAsync(TestPolicies.DocumentWith(burst: 10), onlyFirst: false)).Version);
    }

    [Fact]
    public async Task ABuiltInDefaultGivesWayToWhatIsStoredAndTheVersionSurvivesARestartOfTheCluster()
    {
        await using (var first = await StartAsync(TestPolicies.Source(burst: 10, isBuiltIn: true)))
        {
            await PolicyGrain(first).PublishAsync(TestPolicies.DocumentWith(burst: 20), onlyFirst: false);
        }

        await using var second = await StartAsync(TestPolicies.Source(burst: 10, isBuiltIn: true));

        Assert.All(second.PolicyCaches, cache => Assert.Equal(2, cache.Current!.Version));
        Assert.Equal(20, (await second.Identity("asked").DecideAsync(Requests.For(TestPolicies.Items, 1))).Decision.Limits[0].Quota);
    }

    [Fact]
    public async Task ADocumentThatASiloBringsAlongReplacesWhatIsStored()
    {
        await using (await StartAsync(TestPolicies.Source(burst: 10)))
        {
        }

        await using var second = await StartAsync(TestPolicies.Source(burst: 30));

        Assert.All(second.PolicyCaches, cache => Assert.Equal(2, cache.Current!.Version));
    }

    [Fact]
    public async Task AVersionThatCannotBeStoredIsNotInForce()
    {
        await using var silos = await StartAsync(TestPolicies.Source(burst: 10));
        var policies = PolicyGrain(silos);
        silos.Probe.Fail(policies.GetGrainId(), failing: true);

        await Assert.ThrowsAnyAsync<Exception>(async () => await policies.PublishAsync(TestPolicies.DocumentWith(burst: 20), onlyFirst: false));
        Assert.Null(await policies.GetNewerAsync(1));

        silos.Probe.Fail(policies.GetGrainId(), failing: false);
        Assert.Equal(2, (await policies.PublishAsync(TestPolicies.DocumentWith(burst: 20), onlyFirst: false)).Version);
    }

    [Fact]
    public async Task AnOlderVersionNeverReplacesTheCopyOfANewerOne()
    {
        await using var silos = await StartAsync(TestPolicies.Source(burst: 10));
        var cache = new PolicyCache(silos.Grains);
        cache.Take(new PublishedPolicies(3, TestPolicies.DocumentWith(burst: 30)));

        cache.Take(new PublishedPolicies(2, TestPolicies.DocumentWith(burst: 20)));
        await cache.RefreshAsync();

        Assert.Equal(3, cache.Current!.Version);
    }

    private static IPolicyGrain PolicyGrain(ClusterUnderTest silos) => silos.Grains.GetGrain<IPolicyGrain>(IPolicyGrain.Key);

    private Task<ClusterUnderTest> StartAsync(Grains.Policies.PolicyDocumentSource policies) =>
        ClusterUnderTest.StartAsync(_directory.Path, policies, silos: 2);
}
