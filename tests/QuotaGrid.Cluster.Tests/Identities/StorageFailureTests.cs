using Microsoft.Extensions.Logging;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>Storage that fails costs nothing while the silo lives, and is never silent.</summary>
public sealed class StorageFailureTests(SharedCluster shared)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task DecisionsUnderTheCeilingGoOnWhileStorageFailsAndAreStoredWhenItWorksAgain()
    {
        var grain = await StoredAsync("storage-fails");
        var failed = Silos.Probe.NextFailureAsync(grain.GetGrainId());
        Silos.Probe.Fail(grain.GetGrainId(), failing: true);
        Assert.Equal(Outcome.Allowed, (await grain.DecideAsync(Requests.For(TestPolicies.Large, 1, 2))).Decision.Outcome);
        await failed.WaitAsync(Deadline, Cancel);

        var failedAgain = Silos.Probe.NextFailureAsync(grain.GetGrainId());
        Assert.Equal(Outcome.Allowed, (await grain.DecideAsync(Requests.For(TestPolicies.Large, 3))).Decision.Outcome);
        await failedAgain.WaitAsync(Deadline, Cancel);
        Assert.Equal(1, await StoredAskedAsync(grain));

        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());
        Silos.Probe.Fail(grain.GetGrainId(), failing: false);
        await written.WaitAsync(Deadline, Cancel);
        Assert.Equal(4, await StoredAskedAsync(grain));
        Assert.Contains(
            Silos.Log.Lines,
            line => line.Level == LogLevel.Error && line.Text.StartsWith("Identities cannot be stored; they stay in memory", StringComparison.Ordinal));
        Assert.DoesNotContain(LinesOf("storage-fails"), line => line.Text.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnIdentityThatCannotBeStoredStaysInMemoryHoweverIdleItIs()
    {
        var grain = await StoredAsync("storage-idle");
        var failed = Silos.Probe.NextFailureAsync(grain.GetGrainId());
        Silos.Probe.Fail(grain.GetGrainId(), failing: true);
        await grain.DecideAsync(Requests.For(TestPolicies.Large, 1, 2));
        await failed.WaitAsync(Deadline, Cancel);

        await Silos.Cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, Cancel);

        Assert.Equal(3, Assert.Single((await grain.GetState()).Capabilities).Evidence.Asked);
        Assert.DoesNotContain(LinesOf("storage-idle"), line => line.Text.Contains("lost", StringComparison.Ordinal));
        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());
        Silos.Probe.Fail(grain.GetGrainId(), failing: false);
        await written.WaitAsync(Deadline, Cancel);
        Assert.Equal(3, await StoredAskedAsync(grain));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task WritesWhoseAnswersWereLostAreNotTakenForAnotherActivations(int answers)
    {
        var grain = await StoredAsync($"storage-answer-{answers}");
        Silos.Probe.LoseAnswers(grain.GetGrainId(), answers);
        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());
        for (var i = 1; i <= answers; i++)
        {
            var failed = Silos.Probe.NextFailureAsync(grain.GetGrainId());
            await grain.DecideAsync(Requests.For(TestPolicies.Large, i));
            await failed.WaitAsync(Deadline, Cancel);

            // What failed may be another try of the write before.
            for (var looks = 0; looks < 500 && await StoredAskedAsync(grain) < 1 + i; looks++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
            }

            Assert.Equal(1 + i, await StoredAskedAsync(grain));
        }

        await grain.DecideAsync(Requests.For(TestPolicies.Large, 9));
        await written.WaitAsync(Deadline, Cancel);

        await Silos.Cluster.DeactivateAsync(grain);
        Assert.Equal(2 + answers, await StoredAskedAsync(grain));
        Assert.DoesNotContain(LinesOf($"storage-answer-{answers}"), line => line.Text.Contains("another activation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ACeilingWhoseAnswerWasLostIsNoAnswerButIsKnownToBeStoredOnceTheNextWriteIs()
    {
        var grain = Silos.Identity("storage-ceiling-answer");
        Silos.Probe.LoseAnswers(grain.GetGrainId(), 1);
        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());

        await Assert.ThrowsAsync<ChargesNotStoredException>(async () => await grain.DecideAsync(Requests.For(TestPolicies.Large, 1)));
        Assert.Equal(1, await StoredAskedAsync(grain));
        await written.WaitAsync(Deadline, Cancel);

        var reply = await grain.DecideAsync(Requests.For(TestPolicies.Large, 1));
        Assert.Equal((Outcome.Allowed, 0), (reply.Decision.Outcome, reply.Decision.Novel));
        Assert.Equal([TestPolicies.LargeBurst - 2, TestPolicies.LargeNovel - 1], reply.Decision.Limits.Select(limit => limit.Remaining));
    }

    [Fact]
    public async Task DecisionsUnderTheCeilingGoOnWhileAWriteIsOnItsWayAndAreStoredByTheNext()
    {
        var grain = await StoredAsync("storage-slow");
        var held = Silos.Probe.HoldNext(grain.GetGrainId());
        await grain.DecideAsync(Requests.For(TestPolicies.Large, 1));
        await held.Arrived.WaitAsync(Deadline, Cancel);

        Assert.Equal(Outcome.Allowed, (await grain.DecideAsync(Requests.For(TestPolicies.Large, 2))).Decision.Outcome);
        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());
        held.Release();
        await written.WaitAsync(Deadline, Cancel);
        Assert.Equal(2, await StoredAskedAsync(grain));

        await Silos.Cluster.DeactivateAsync(grain);
        Assert.Equal(3, await StoredAskedAsync(grain));
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
        var grain = await StoredAsync("storage-leaving");
        var held = Silos.Probe.HoldNext(grain.GetGrainId());
        await grain.DecideAsync(Requests.For(TestPolicies.Large, 1));
        await held.Arrived.WaitAsync(Deadline, Cancel);

        var deactivated = Silos.Cluster.DeactivateAsync(grain);
        held.Fail();
        await deactivated;

        Assert.Equal(2, await StoredAskedAsync(grain));
        Assert.DoesNotContain(LinesOf("storage-leaving"), line => line.Text.Contains("lost", StringComparison.Ordinal));
    }

    /// <summary>An identity that asked for one target: 20 items and 12 new targets may be charged beyond that until the ceiling is written again.</summary>
    private async Task<IIdentityGrain> StoredAsync(string identity)
    {
        var grain = Silos.Identity(identity);
        Assert.Equal(Outcome.Allowed, (await grain.DecideAsync(Requests.For(TestPolicies.Large, 0))).Decision.Outcome);
        Assert.Equal(1, await StoredAskedAsync(grain));
        return grain;
    }

    private async Task<long> StoredAskedAsync(IIdentityGrain grain) => (await Silos.ReadIdentityAsync(grain)).Find(TestPolicies.Lookup)!.Evidence.Asked;

    private IEnumerable<LogLine> LinesOf(string identity) =>
        Silos.Log.Lines.Where(line => line.Category == "QuotaGrid.Grains.Identities.IdentityGrain" && line.Text.Contains($"id:{identity} ", StringComparison.Ordinal));
}
