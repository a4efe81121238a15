using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>A crash costs an identity at most a step, and lets no permit be spent twice. Snapshots are far apart here, so that only ceilings are stored.</summary>
[Collection(nameof(OwnCluster))]
public sealed class KilledSiloTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private ClusterUnderTest? _silos;

    private ClusterUnderTest Silos => _silos!;

    public async ValueTask InitializeAsync() =>
        _silos = await ClusterUnderTest.StartAsync(_directory.Path, TestPolicies.Source(), silos: 2, snapshotInterval: TimeSpan.FromMinutes(5));

    public async ValueTask DisposeAsync()
    {
        await Silos.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task TheNextActivationTakesTheCeilingForSpentAndNothingMore()
    {
        // Stored with 10 charged; one more is charged under that ceiling.
        var grain = Silos.Identity("killed");
        await grain.DecideAsync(Requests.For(Plan.Default, Enumerable.Range(0, 10)));
        await grain.DecideAsync(Requests.For(Plan.Default, 10));

        await KillAsync("killed");

        // 2 % are 2 of 100 items and 1.2 of 60 new targets, of which 48.8 are left.
        Assert.Equal([TestPolicies.Burst - 10 - 2, TestPolicies.Novel - 10 - 2], await RemainingAsync("killed"));

        // The step is lost once, not again with every write.
        var reply = await Silos.Identity("killed", silo: 0).DecideAsync(Requests.For(Plan.Default, 0));
        Assert.Equal([TestPolicies.Burst - 13, TestPolicies.Novel - 12], reply.Decision.Limits.Select(limit => limit.Remaining));
    }

    [Fact]
    public async Task WhatWasChargedUpToTheCeilingIsNotThereAgain()
    {
        // Stored with 1 charged; then all of the step is charged but its last permit.
        var grain = Silos.Identity("killed-at-the-ceiling");
        for (var i = 0; i < 20; i++)
        {
            await grain.DecideAsync(Requests.For(TestPolicies.Large, 0));
        }

        await KillAsync("killed-at-the-ceiling");

        Assert.Equal([TestPolicies.LargeBurst - 1 - 20, TestPolicies.LargeNovel - 1 - 12], await RemainingAsync("killed-at-the-ceiling"));
    }

    private async Task KillAsync(string identity)
    {
        var grain = Silos.Identity(identity);
        Assert.Equal(1, Silos.Probe.WritesOf(grain.GetGrainId()));
        await Silos.Cluster.KillSiloAsync(Silos.SiloOf(grain), TestContext.Current.CancellationToken);
    }

    // By the silo that is left: the test's client may yet have to notice.
    private async Task<IEnumerable<long>> RemainingAsync(string identity) =>
        Assert.Single((await Silos.Identity(identity, silo: 0).GetState()).Capabilities).Limits.Select(limit => limit.Remaining);
}
