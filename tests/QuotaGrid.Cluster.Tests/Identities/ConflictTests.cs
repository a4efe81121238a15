using Microsoft.Extensions.Logging;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Grains.Storage;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>Of two activations that store one identity, the first to write goes on.</summary>
public sealed class ConflictTests(SharedCluster shared)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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

        await TakeOverAsync(grain);
        var refused = Silos.Probe.NextFailureAsync(grainId);
        Assert.Equal(Outcome.Allowed, (await grain.DecideAsync(Requests.For(Plan.Default, 4))).Decision.Outcome);
        await refused.WaitAsync(Deadline, Cancel);
        await loser.Deactivated.WaitAsync(Deadline, Cancel);

        // The ceiling was a step above the 3 that were charged when it was stored: 2 items, 1.2 new targets. What the loser admitted was under it.
        var reply = await grain.DecideAsync(Requests.For(Plan.Default, 1, 2, 3, 4));
        Assert.Equal(1, reply.Decision.Novel);
        Assert.Equal(TestPolicies.Burst - 5 - 4, reply.Decision.Limits[0].Remaining);
        Assert.Equal(TestPolicies.Novel - 6, reply.Decision.Limits[1].Remaining);
        var line = Assert.Single(Silos.Log.Lines, line => line.Text == "id:overtaken was stored by another activation; this one ends.");
        Assert.Equal(LogLevel.Warning, line.Level);

        await Silos.Cluster.DeactivateAsync(grain);
        Assert.Equal(7, (await Silos.ReadIdentityAsync(grain)).Find(TestPolicies.Lookup)!.Evidence.Asked);
    }

    [Fact]
    public async Task AnActivationThatIsOvertakenWhileItLeavesDoesNotOverwriteTheOther()
    {
        var grain = Silos.Identity("overtaken-leaving");
        await grain.DecideAsync(Requests.For(Plan.Default, 1));
        var other = await TakeOverAsync(grain);

        await grain.DecideAsync(Requests.For(Plan.Default, 2));
        await Silos.Cluster.DeactivateAsync(grain);

        var stored = await Silos.ReadAsync(grain);
        Assert.Equal(other.ETag, stored.ETag);
        Assert.Equal(other.State!.Value.ToArray(), stored.State!.Value.ToArray());
    }

    [Fact]
    public async Task WhatWouldPassTheCeilingOfAnActivationThatWasOvertakenIsNotAnswered()
    {
        var grain = Silos.Identity("overtaken-asking");
        await grain.DecideAsync(Requests.For(Plan.Default, 1, 2, 3));
        Assert.True(Silos.Cluster.TryGetGrainContext(grain.GetGrainId(), out var loser));
        await TakeOverAsync(grain);

        var refusal = await Assert.ThrowsAsync<ChargesNotStoredException>(async () => await grain.DecideAsync(Requests.For(Plan.Default, 4, 5)));
        await loser.Deactivated.WaitAsync(Deadline, Cancel);

        Assert.Equal("Another activation has taken over.", refusal.Message);
        var limits = Assert.Single((await grain.GetState()).Capabilities).Limits;
        Assert.Equal([TestPolicies.Burst - 5, TestPolicies.Novel - 5], limits.Select(limit => limit.Remaining));
    }

    /// <summary>What another activation does that takes the identity over and is asked for nothing: it stores what it read, under its own name.</summary>
    private async Task<GrainState<StoredBytes>> TakeOverAsync(IIdentityGrain grain)
    {
        var state = await Silos.ReadAsync(grain);
        state.State!.Value = IdentityState.Decode(state.State.Value).Encode(new Epoch(7));
        await Silos.Storage.WriteStateAsync(ClusterUnderTest.IdentityStateName, grain.GetGrainId(), state);
        return state;
    }
}
