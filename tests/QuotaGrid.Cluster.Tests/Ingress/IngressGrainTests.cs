using System.Collections.Immutable;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Cluster.Tests.Ingress;

public sealed class IngressGrainTests(SharedCluster shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private IIngressGrain Ingress => shared.Silos.Grains.GetGrain<IIngressGrain>(1);

    [Fact]
    public async Task ResultsAreInTheOrderOfTheRequests()
    {
        var lookups = Enumerable.Range(1, 40).Select(i => Lookup($"order-{i}", TestPolicies.Items, i)).ToImmutableArray();

        var results = await Ingress.DecideAsync(lookups, Patience);

        Assert.Equal(Enumerable.Range(1, 40), results.Select(result => result.Reply!.Decision.Allowed.Count));
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)TestPolicies.Burst - i), results.Select(result => result.Reply!.Decision.Limits[0].Remaining));
    }

    [Fact]
    public async Task OneIdentityThatFailsDoesNotTouchTheOthers()
    {
        var results = await Ingress.DecideAsync(
        [
            Lookup("fails-1", TestPolicies.Items, 2),
            Lookup("fails-2", Plan.Parse("partner"), 2),
            Lookup("fails-3", TestPolicies.Items, TestPolicies.MaxBatch + 1),
            Lookup("fails-4", TestPolicies.Items, 3),
        ], Patience);

        Assert.Equal([2, null, null, 3], results.Select(result => result.Reply?.Decision.Allowed.Count));
        Assert.Null(results[0].Failure);
        Assert.Equal(Plan.Parse("partner"), Assert.IsType<UnknownPolicyException>(results[1].Failure).Plan);
        Assert.Equal("targets", Assert.IsType<InvalidValueException>(results[2].Failure).Problem.Field);
    }

    [Fact]
    public async Task AnExceptionThatNoSerializerKnowsDoesNotTakeTheMessageWithIt()
    {
        // Several, so that one is surely on the silo that the message enters and one on another.
        var unreadable = Enumerable.Range(0, 12).Select(i => $"unreadable-{i}").ToArray();
        foreach (var identity in unreadable)
        {
            shared.Silos.Probe.FailReads(shared.Silos.Identity(identity).GetGrainId(), new DriverException());
        }

        var results = await Ingress.DecideAsync([.. unreadable.Append("readable").Select(identity => Lookup(identity, TestPolicies.Items, 1))], Patience);

        Assert.All(results[..^1], result => Assert.Contains("The server closed the connection", result.Failure!.ToString(), StringComparison.Ordinal));
        Assert.Equal(1, results[^1].Reply!.Decision.Allowed.Count);
    }

    [Fact]
    public async Task OneIdentityThatIsSlowDoesNotKeepTheOthersWaiting()
    {
        var slow = shared.Silos.Identity("slow");
        var held = shared.Silos.Probe.HoldRead(slow.GetGrainId());

        var results = await Ingress.DecideAsync([Lookup("slow", TestPolicies.Items, 1), Lookup("quick", TestPolicies.Items, 1)], TimeSpan.FromSeconds(2));
        held.Release();

        Assert.IsType<TimeoutException>(results[0].Failure);
        Assert.Equal(1, results[1].Reply!.Decision.Allowed.Count);
    }

    [Fact]
    public async Task OneIdentityTwiceInAMessageIsChargedTwice()
    {
        var results = await Ingress.DecideAsync([Lookup("twice", TestPolicies.Items, 50), Lookup("twice", TestPolicies.Items, 50), Lookup("twice", TestPolicies.Items, 1)], Patience);

        Assert.Equal(TestPolicies.Burst, results.Sum(result => result.Reply!.Decision.Allowed.Count));
    }

    [Fact]
    public async Task TheLargestMessageIsDecided()
    {
        // Without a ceiling: how many ceilings a second one SQLite file stores is no matter of the message.
        var results = await Ingress.DecideAsync([.. Enumerable.Range(0, IIngressGrain.MaxIdentities).Select(i => Lookup($"largest-{i}", TestPolicies.Quick, 1))], Patience);

        Assert.Equal(IIngressGrain.MaxIdentities, results.Count(result => result.Reply is not null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(IIngressGrain.MaxIdentities + 1)]
    public async Task AnEmptyOrTooLargeMessageIsRefusedAndNothingIsCharged(int identities)
    {
        var lookups = Enumerable.Range(0, identities).Select(i => Lookup($"bounds-{i}", TestPolicies.Items, 1)).ToImmutableArray();
        var outcomes = Enumerable.Range(0, identities).Select(i => Outcomes($"bounds-{i}", TestPolicies.Lookup)).ToImmutableArray();

        var decide = await Assert.ThrowsAsync<InvalidValueException>(async () => await Ingress.DecideAsync(lookups, Patience));
        await Assert.ThrowsAsync<InvalidValueException>(async () => await Ingress.RecordOutcomesAsync(outcomes));

        Assert.Equal(new ValueProblem("lookups", $"The message is about {identities} identities.", "Send 1 to 1000."), decide.Problem);
        Assert.Empty((await shared.Silos.Identity("bounds-0").GetState()).Capabilities);
    }

    [Fact]
    public async Task OutcomesAreCountedAndThoseThatCannotBeAreReturned()
    {
        await shared.Silos.Identity("outcomes-1").DecideAsync(Requests.For(TestPolicies.Items, 1));

        var lost = await Ingress.RecordOutcomesAsync([Outcomes("outcomes-1", TestPolicies.Lookup), Outcomes("outcomes-2", Capability.Parse("profiles.fetch"))]);

        Assert.Equal(1, lost);
        Assert.Equal(1, Assert.Single((await shared.Silos.Identity("outcomes-1").GetState()).Capabilities).Evidence.Found);
    }

    [Fact]
    public async Task ReportsAreAnsweredInTheirOrderAndOneThatFailsIsNoAnswer()
    {
        await shared.Silos.Identity("sync-outcomes").DecideAsync(Requests.For(TestPolicies.Items, 1));
        var reports = Enumerable.Range(1, 5).Select(i => Sync($"sync-{i}", i, i == 3 ? Plan.Parse("partner") : TestPolicies.Large)).ToImmutableArray();

        var reply = await Ingress.SyncAsync(
            new GatewaySync(reports, [Outcomes("sync-outcomes", TestPolicies.Lookup), Outcomes("sync-outcomes", Capability.Parse("profiles.fetch"))]), Patience);

        Assert.Equal([1, 2, null, 4, 5], reply.Replies.Select(one => one?.Number));
        Assert.Equal([16, 17, null, 19, 20], reply.Replies.Select(one => one?.Granted.Items));
        Assert.Equal(1, reply.LostOutcomes);
        Assert.Equal(1, Assert.Single((await shared.Silos.Identity("sync-outcomes").GetState()).Capabilities).Evidence.Found);
    }

    [Fact]
    public async Task AMessageWithOutcomesOnlyIsTakenAndOneThatIsTooLargeChangesNothing()
    {
        await shared.Silos.Identity("sync-only").DecideAsync(Requests.For(TestPolicies.Items, 1));
        var tooMany = Enumerable.Range(0, IIngressGrain.MaxIdentities + 1).Select(i => Sync($"sync-bounds-{i}", 1, TestPolicies.Large)).ToImmutableArray();

        var reply = await Ingress.SyncAsync(new GatewaySync([], [Outcomes("sync-only", TestPolicies.Lookup)]), Patience);
        var refusal = await Assert.ThrowsAsync<InvalidValueException>(async () => await Ingress.SyncAsync(new GatewaySync(tooMany, []), Patience));

        Assert.Empty(reply.Replies);
        Assert.Equal(0, reply.LostOutcomes);
        Assert.Equal("The message is about 1001 identities.", refusal.Problem.Detail);
        Assert.Empty((await shared.Silos.Identity("sync-bounds-0").GetState()).Capabilities);
    }

    private static IdentitySync Sync(string identity, long number, Plan plan) => new(
        Identity.Parse(identity),
        new SyncRequest(TestPolicies.Lookup, new SyncReport { Holder = new HolderId(1), Number = number, Plan = plan, Wanted = new Permits(15 + (int)number, 1, 1) }));

    private static IdentityLookup Lookup(string identity, Plan plan, int targets) =>
        new(Identity.Parse(identity), Requests.For(plan, Enumerable.Range(0, targets)));

    private static IdentityOutcomes Outcomes(string identity, Capability capability) =>
        new(Identity.Parse(identity), new OutcomeReport(capability, Requests.Batch(1), Requests.Batch()));
}
