using Microsoft.Extensions.Logging;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>Of two activations that store one identity, the first to write goes on.</summary>
public sealed class ConflictTests(SharedCluster shared)
{
    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task AnActivationThatIsOvertakenInStorageEndsAndTheIdentityGoesOnFromThere()
    {
        var grain = Silos.Identity("overtaken");
        var grainId = grain.GetGrainId();
        var written = Silos.Probe.NextWriteAsync(grainId);
        await grain.DecideAsync(Requests.For(Plan.Default, 1, 2, 3));
        await written;
        Assert.True(Silos.Cluster.TryGetGrainContext(grainId, out var loser));

        // What another activation would write: the same state under a newer version.
        var other = await Silos.ReadAsync(grain);
        await Silos.Storage.WriteStateAsync(ClusterUnderTest.IdentityStateName, grainId, other);
        var refused = Silos.Probe.NextFailureAsync(grainId);
        await grain.DecideAsync(Requests.For(Plan.Default, 4));
        await refused;
        await loser.Deactivated;

        var reply = await grain.DecideAsync(Requests.For(Plan.Default, 1, 2, 3, 4));
        Assert.Equal(1, reply.Decision.Novel);
        Assert.Equal(TestPolicies.Burst - 7, reply.Decision.Limits[0].Remaining);
        var line = Assert.Single(Silos.Log.Lines, line => line.Text == "The identity id:overtaken was stored by another activation; this one ends.");
        Assert.Equal(LogLevel.Warning, line.Level);

        await Silos.Cluster.DeactivateAsync(grain);
        Assert.Equal(7, (await Silos.ReadIdentityAsync(grain)).Find(TestPolicies.Lookup)!.Evidence.Asked);
    }

    [Fact]
    public async Task AnActivationThatIsOvertakenWhileItLeavesDoesNotOverwriteTheOther()
    {
        var grain = Silos.Identity("overtaken-leaving");
        var grainId = grain.GetGrainId();
        await grain.DecideAsync(Requests.For(Plan.Default, 1));
        await Silos.Cluster.DeactivateAsync(grain);
        await grain.GetState();
        var other = await Silos.ReadAsync(grain);
        await Silos.Storage.WriteStateAsync(ClusterUnderTest.IdentityStateName, grainId, other);

        await grain.DecideAsync(Requests.For(Plan.Default, 2));
        await Silos.Cluster.DeactivateAsync(grain);

        var stored = await Silos.ReadAsync(grain);
        Assert.Equal(other.ETag, stored.ETag);
        Assert.Equal(other.State!.Value.ToArray(), stored.State!.Value.ToArray());
    }
}
