using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>Nothing is answered that another activation would let be spent again: what is charged is stored as charged first, a step ahead.</summary>
public sealed class CeilingTests(SharedCluster shared)
{
    /// <summary>2 % of 1000 items.</summary>
    private const int Step = 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task ADecisionOverTheCeilingIsAnsweredWhenTheCeilingIsStoredAndNotBefore()
    {
        var grain = Silos.Identity("ceiling-waits");
        var held = Silos.Probe.HoldNext(grain.GetGrainId());

        var decided = grain.DecideAsync(Requests.For(TestPolicies.Large, 1)).AsTask();
        await held.Arrived.WaitAsync(Deadline, Cancel);
        Assert.False(decided.IsCompleted);
        held.Release();

        Assert.Equal(Outcome.Allowed, (await decided).Decision.Outcome);
        Assert.Equal(1 + Step, TestPolicies.LargeBurst - await StoredRemainingAsync(grain));
    }

    [Fact]
    public async Task ADecisionOverTheCeilingWhoseWriteTakesTooLongHasNoAnswer()
    {
        var grain = Silos.Identity("ceiling-slow");
        var held = Silos.Probe.HoldNext(grain.GetGrainId());

        var refusal = await Assert.ThrowsAsync<ChargesNotStoredException>(async () => await grain.DecideAsync(Requests.For(TestPolicies.Large, 1)));
        var again = await Assert.ThrowsAsync<ChargesNotStoredException>(async () => await grain.DecideAsync(Requests.For(TestPolicies.Large, 1)));
        held.Release();

        Assert.Equal("The charges are being stored for too long.", refusal.Message);
        Assert.Equal(refusal.Message, again.Message);
    }

    [Fact]
    public async Task UnderTheCeilingThereIsAnAnswerWhateverStorageDoesAndNotOnePermitOver()
    {
        var grain = Silos.Identity("ceiling-exact");
        await grain.DecideAsync(Requests.For(TestPolicies.Large, 1));
        Silos.Probe.Fail(grain.GetGrainId(), failing: true);

        for (var i = 1; i < Step; i++)
        {
            Assert.Equal(Outcome.Allowed, (await grain.DecideAsync(Requests.For(TestPolicies.Large, 1))).Decision.Outcome);
        }

        await Assert.ThrowsAsync<ChargesNotStoredException>(async () => await grain.DecideAsync(Requests.For(TestPolicies.Large, 1)));
        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());
        Silos.Probe.Fail(grain.GetGrainId(), failing: false);
        await written.WaitAsync(Deadline, Cancel);

        // The one that had no answer was charged all the same.
        var limit = (await grain.DecideAsync(Requests.For(TestPolicies.Large, 1))).Decision.Limits[0];
        Assert.Equal(TestPolicies.LargeBurst - Step - 2, limit.Remaining);
    }

    [Fact]
    public async Task WithStorageThatFailsOnlyALimitWithoutACeilingIsAnswered()
    {
        var (ceiling, none) = (Silos.Identity("ceiling-fails"), Silos.Identity("ceiling-none"));
        Silos.Probe.Fail(ceiling.GetGrainId(), failing: true);
        Silos.Probe.Fail(none.GetGrainId(), failing: true);

        var refusal = await Assert.ThrowsAsync<ChargesNotStoredException>(async () => await ceiling.DecideAsync(Requests.For(Plan.Default, 1)));
        var answers = new List<Outcome>();
        for (var i = 0; i < 50; i++)
        {
            answers.Add((await none.DecideAsync(Requests.For(TestPolicies.Quick, i))).Decision.Outcome);
        }

        Silos.Probe.Fail(ceiling.GetGrainId(), failing: false);
        Silos.Probe.Fail(none.GetGrainId(), failing: false);
        Assert.Equal("The charges could not be stored.", refusal.Message);
        Assert.Null(refusal.InnerException);
        Assert.All(answers, outcome => Assert.Equal(Outcome.Allowed, outcome));
    }

    [Fact]
    public async Task ADenialNeedsNoCeilingBecauseItChargesNothing()
    {
        var grain = Silos.Identity("ceiling-denied");
        await grain.DecideAsync(Requests.For(TestPolicies.Items, Enumerable.Range(0, 50)));
        await grain.DecideAsync(Requests.For(TestPolicies.Items, Enumerable.Range(50, 50)));
        var writes = Silos.Probe.WritesOf(grain.GetGrainId());
        Silos.Probe.Fail(grain.GetGrainId(), failing: true);

        Assert.Equal(Outcome.Denied, (await grain.DecideAsync(Requests.For(TestPolicies.Items, 1))).Decision.Outcome);

        Silos.Probe.Fail(grain.GetGrainId(), failing: false);
        Assert.Equal(2, writes);
    }

    [Fact]
    public async Task ACleanDeactivationLosesNothingHoweverOftenItHappens()
    {
        var grain = Silos.Identity("ceiling-clean");
        for (var i = 1; i <= 5; i++)
        {
            await grain.DecideAsync(Requests.For(TestPolicies.Large, i));
            await Silos.Cluster.DeactivateAsync(grain);

            Assert.Equal(TestPolicies.LargeBurst - i, await StoredRemainingAsync(grain));
            var limits = Assert.Single((await grain.GetState()).Capabilities).Limits;
            Assert.Equal([TestPolicies.LargeBurst - i, TestPolicies.LargeNovel - i], limits.Select(limit => limit.Remaining));
        }
    }

    [Fact]
    public async Task UnderAPlanThatTheIdentityLeftNothingIsAnsweredThatIsNotStored()
    {
        // The other plan's write has the first plan's limits without a step ahead.
        var grain = Silos.Identity("ceiling-plans");
        await grain.DecideAsync(Requests.For(TestPolicies.Large, 1));
        await grain.DecideAsync(Requests.For(Plan.Default, 1));
        Assert.Equal(TestPolicies.LargeBurst - 1, await StoredRemainingAsync(grain));

        var reply = await grain.DecideAsync(Requests.For(TestPolicies.Large, 1));

        Assert.Equal(TestPolicies.LargeBurst - 2, reply.Decision.Limits[0].Remaining);
        Assert.InRange(await StoredRemainingAsync(grain), 0, TestPolicies.LargeBurst - 2);
    }

    /// <summary>What would be left of the large plan's items for another activation.</summary>
    private async Task<long> StoredRemainingAsync(IIdentityGrain grain) => (await Silos.ReadRemainingAsync(grain, TestPolicies.Large))[0];
}
