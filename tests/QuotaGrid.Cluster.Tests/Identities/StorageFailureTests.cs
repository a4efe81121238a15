using Microsoft.Extensions.Logging;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>Storage that fails costs nothing while the silo lives, and is never silent.</summary>
public sealed class StorageFailureTests(SharedCluster shared)
{
    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task DecisionsGoOnWhileStorageFailsAndAreStoredWhenItWorksAgain()
    {
        var grain = Silos.Identity("storage-fails");
        var failed = Silos.Probe.NextFailureAsync(grain.GetGrainId());
        Silos.Probe.Fail(grain.GetGrainId(), failing: true);
        Assert.Equal(Outcome.Allowed, (await grain.DecideAsync(Requests.For(Plan.Default, 1, 2))).Decision.Outcome);
        await failed;

        var failedAgain = Silos.Probe.NextFailureAsync(grain.GetGrainId());
        Assert.Equal(Outcome.Allowed, (await grain.DecideAsync(Requests.For(Plan.Default, 3))).Decision.Outcome);
        await failedAgain;
        Assert.False((await Silos.ReadAsync(grain)).RecordExists);

        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());
        Silos.Probe.Fail(grain.GetGrainId(), failing: false);
        await written;
        var stored = await Silos.ReadIdentityAsync(grain);
        Assert.Equal(3, stored.Find(TestPolicies.Lookup)!.Evidence.Asked);
        Assert.Contains(
            Silos.Log.Lines,
            line => line.Level == LogLevel.Error && line.Text.StartsWith("Identities cannot be stored; they stay in memory", StringComparison.Ordinal));
        Assert.DoesNotContain(LinesOf("storage-fails"), line => line.Text.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnIdentityThatCannotBeStoredStaysInMemoryHoweverIdleItIs()
    {
        var grain = Silos.Identity("storage-idle");
        var failed = Silos.Probe.NextFailureAsync(grain.GetGrainId());
        Silos.Probe.Fail(grain.GetGrainId(), failing: true);
        await grain.DecideAsync(Requests.For(Plan.Default, 1, 2));
        await failed;

        await Silos.Cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.Equal(2, Assert.Single((await grain.GetState()).Capabilities).Evidence.Asked);
        Assert.DoesNotContain(LinesOf("storage-idle"), line => line.Text.Contains("lost", StringComparison.Ordinal));
        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());
        Silos.Probe.Fail(grain.GetGrainId(), failing: false);
        await written;
        Assert.Equal(2, (await Silos.ReadIdentityAsync(grain)).Find(TestPolicies.Lookup)!.Evidence.Asked);
    }

    [Fact]
    public async Task AWriteWhoseAnswerWasLostIsNotTakenForAnotherActivations()
    {
        var grain = Silos.Identity("storage-answer");
        var failed = Silos.Probe.NextFailureAsync(grain.GetGrainId());
        Silos.Probe.LoseNextAnswer(grain.GetGrainId());
        await grain.DecideAsync(Requests.For(Plan.Default, 1));
        await failed;
        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());
        await grain.DecideAsync(Requests.For(Plan.Default, 2));
        await written;

        await Silos.Cluster.DeactivateAsync(grain);

        Assert.Equal(2, (await Silos.ReadIdentityAsync(grain)).Find(TestPolicies.Lookup)!.Evidence.Asked);
        Assert.DoesNotContain(LinesOf("storage-answer"), line => line.Text.Contains("another activation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DecisionsGoOnWhileAWriteIsOnItsWayAndAreStoredByTheNext()
    {
        var grain = Silos.Identity("storage-slow");
        var held = Silos.Probe.HoldNext(grain.GetGrainId());
        await grain.DecideAsync(Requests.For(Plan.Default, 1));
        await held.Arrived;

        Assert.Equal(Outcome.Allowed, (await grain.DecideAsync(Requests.For(Plan.Default, 2))).Decision.Outcome);
        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());
        held.Release();
        await written;
        Assert.Equal(1, (await Silos.ReadIdentityAsync(grain)).Find(TestPolicies.Lookup)!.Evidence.Asked);

        await Silos.Cluster.DeactivateAsync(grain);
        Assert.Equal(2, (await Silos.ReadIdentityAsync(grain)).Find(TestPolicies.Lookup)!.Evidence.Asked);
    }

    [Fact]
    public async Task WhatCannotBeStoredBeforeTheIdentityLeavesMemoryIsLoggedAsLost()
    {
        var grain = await SurvivalTests.SpendAsync(Silos, "storage-lost");
        Silos.Probe.Fail(grain.GetGrainId(), failing: true);

        await grain.DecideAsync(Requests.For(Plan.Default, 50));
        await Silos.Cluster.DeactivateAsync(grain);
        Silos.Probe.Fail(grain.GetGrainId(), failing: false);

        var lost = Assert.Single(LinesOf("storage-lost"), line => line.Text.EndsWith("what changed since its last snapshot is lost.", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Error, lost.Level);
        Assert.IsType<IOException>(lost.Exception?.InnerException);
    }

    [Fact]
    public async Task AWriteThatFailsWhileTheIdentityLeavesMemoryIsTriedOnceMoreAndNotCalledLost()
    {
        var grain = Silos.Identity("storage-leaving");
        var held = Silos.Probe.HoldNext(grain.GetGrainId());
        await grain.DecideAsync(Requests.For(Plan.Default, 1));
        await held.Arrived;

        var deactivated = Silos.Cluster.DeactivateAsync(grain);
        held.Fail();
        await deactivated;

        Assert.Equal(1, (await Silos.ReadIdentityAsync(grain)).Find(TestPolicies.Lookup)!.Evidence.Asked);
        Assert.DoesNotContain(LinesOf("storage-leaving"), line => line.Text.Contains("lost", StringComparison.Ordinal));
    }

    private IEnumerable<LogLine> LinesOf(string identity) =>
        Silos.Log.Lines.Where(line => line.Category == "QuotaGrid.Grains.Identities.IdentityGrain" && line.Text.Contains($"id:{identity} ", StringComparison.Ordinal));
}
