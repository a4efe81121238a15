using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>What the grain makes of holders' reports: it lends, takes back, and takes notice of what was admitted elsewhere.</summary>
public sealed class LeaseTests(SharedCluster shared)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly Permits Wanted = new(100, 20, 30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task ALeaseIsChargedAndStoredBeforeItIsAnswered()
    {
        var grain = Silos.Identity("lease-charged");

        var reply = await SyncAsync(grain, Report(1) with { Wanted = Wanted });

        // No limit of the plan charges requests: of those there is no end.
        Assert.Equal((1L, new Permits(100, Permits.Most, 30)), (reply.Number, reply.Granted));
        Assert.Equal(TimeSpan.FromSeconds(2), TimeSpan.FromTicks(reply.LeaseNanos / 100));
        Assert.NotEqual(default, reply.Epoch);
        Assert.Equal([TestPolicies.LargeBurst - 100, TestPolicies.LargeNovel - 30], reply.Limits.Select(limit => limit.Remaining));

        // For another activation all of it is spent, and a step more.
        Assert.Equal([TestPolicies.LargeBurst - 120, TestPolicies.LargeNovel - 42], await Silos.ReadRemainingAsync(grain, TestPolicies.Large));
    }

    [Fact]
    public async Task ALeaseThatCannotBeStoredIsNotGivenOut()
    {
        var grain = Silos.Identity("lease-not-stored");
        Silos.Probe.Fail(grain.GetGrainId(), failing: true);

        await Assert.ThrowsAsync<ChargesNotStoredException>(async () => await grain.SyncAsync(new SyncRequest(TestPolicies.Lookup, Report(1) with { Wanted = Wanted })));

        Silos.Probe.Fail(grain.GetGrainId(), failing: false);
    }

    [Fact]
    public async Task WhatWasNotSpentComesBackOnceHoweverOftenItIsReported()
    {
        var grain = Silos.Identity("lease-returned");
        var lease = await SyncAsync(grain, Report(1) with { Wanted = Wanted });
        var back = Report(2) with { Epoch = lease.Epoch, EpochSince = 1, Returned = [new LeaseReturn(1, new Permits(40, 4, 10))], Counts = new UseCounts(4, 40, 0) };

        var first = await SyncAsync(grain, back);
        var second = await SyncAsync(grain, back);
        var third = await SyncAsync(grain, back with { Number = 3 });

        long[] left = [TestPolicies.LargeBurst - 40, TestPolicies.LargeNovel - 10];
        Assert.Equal(left, first.Limits.Select(limit => limit.Remaining));
        Assert.Empty(second.Limits);
        Assert.Equal((default, lease.Epoch), (second.Granted, second.Epoch));
        Assert.Equal(left, third.Limits.Select(limit => limit.Remaining));
        var used = Assert.Single((await grain.GetState()).Capabilities);
        Assert.Equal((4, 40, 0), (used.Evidence.Requests, used.Evidence.Asked, used.Evidence.Denied));
    }

    [Fact]
    public async Task TargetsThatTheIdentityKnewAreRefundedOnce()
    {
        var grain = Silos.Identity("lease-known");
        await grain.DecideAsync(Requests.For(TestPolicies.Large, 1, 2, 3, 4, 5));
        var lease = await SyncAsync(grain, Report(1) with { Wanted = Wanted });
        var open = Report(2) with
        {
            Epoch = lease.Epoch,
            EpochSince = 1,
            OpenLease = 1,
            Targets = [new LoggedTargets(lease.Epoch, 1, Requests.Batch(1, 2, 3, 4, 5, 6, 7))],
        };

        var told = await SyncAsync(grain, open);
        var again = await SyncAsync(grain, open with { Number = 3 });
        var returned = await SyncAsync(grain, open with { Number = 4, OpenLease = 0, Returned = [new LeaseReturn(1, new Permits(7, 7, 7))] });

        // 5 new targets and a lease of 30, of which 5 paid for what was known; then the 23 that were not spent come back.
        Assert.Equal([0L, TestPolicies.LargeNovel - 5 - 30 + 5], [told.Granted.Items, told.Limits[1].Remaining]);
        Assert.Equal(told.Limits[1].Remaining, again.Limits[1].Remaining);
        Assert.Equal([TestPolicies.LargeBurst - 5 - 7, TestPolicies.LargeNovel - 7], returned.Limits.Select(limit => limit.Remaining));
        var used = Assert.Single((await grain.GetState()).Capabilities);
        Assert.Equal((7, 7), (used.KnownTargets, used.Evidence.Novel));
    }

    [Fact]
    public async Task TargetsAreAcknowledgedWhenTheyAreStored()
    {
        var grain = Silos.Identity("lease-durable");
        await SyncAsync(grain, Report(1));
        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());

        var told = await SyncAsync(grain, Report(2) with { Targets = [new LoggedTargets(default, 0, Requests.Batch(1, 2, 3))], Counts = new UseCounts(1, 3, 0) });
        await written.WaitAsync(Deadline, Cancel);

        // The grain may hear of the write a moment after storage has it.
        var later = await UntilAsync(grain, number: 3, reply => reply.DurablePosition == 3);
        Assert.Equal((0L, default), (told.DurablePosition, told.DurableCounts));
        Assert.Equal(new UseCounts(1, 3, 0), later.DurableCounts);
        Assert.Equal(3, (await Silos.ReadIdentityAsync(grain)).Find(TestPolicies.Lookup)!.Evidence.Novel);
    }

    [Fact]
    public async Task OnlyTheActivationThatChargedALeaseGivesItBack()
    {
        var grain = Silos.Identity("lease-epochs");
        var lease = await SyncAsync(grain, Report(1) with { Wanted = Wanted });
        await Silos.Cluster.DeactivateAsync(grain);

        var late = await SyncAsync(grain, Report(2) with { Epoch = lease.Epoch, EpochSince = 1, Returned = [new LeaseReturn(1, default)] });

        Assert.NotEqual(lease.Epoch, late.Epoch);
        Assert.Equal([TestPolicies.LargeBurst - 100, TestPolicies.LargeNovel - 30], late.Limits.Select(limit => limit.Remaining));
    }

    [Fact]
    public async Task AReportGoesWithARequestAndIsSeenToFirst()
    {
        var grain = Silos.Identity("lease-with-request");

        var reply = await grain.DecideAsync(Requests.For(TestPolicies.Large, 1, 2) with { Report = Report(1) with { Wanted = Wanted } });

        Assert.Equal((1L, new Permits(100, Permits.Most, 30)), (reply.Sync!.Number, reply.Sync.Granted));
        Assert.Equal([TestPolicies.LargeBurst - 100, TestPolicies.LargeNovel - 30], reply.Sync.Limits.Select(limit => limit.Remaining));
        Assert.Equal([TestPolicies.LargeBurst - 102, TestPolicies.LargeNovel - 32], reply.Decision.Limits.Select(limit => limit.Remaining));
    }

    [Theory]
    [InlineData(LeaseBounds.MaxLoggedTargets + 1, 0)]
    [InlineData(0, LeaseBounds.MaxLeasesOut + 1)]
    public async Task AReportThatIsTooLargeIsRefusedAndNothingChanges(int targets, int leases)
    {
        var grain = Silos.Identity($"lease-too-large-{targets}");
        var report = Report(1) with
        {
            Wanted = Wanted,
            Targets = [new LoggedTargets(default, 0, Requests.Batch(Enumerable.Range(0, targets / 2))), new LoggedTargets(default, 0, Requests.Batch(Enumerable.Range(0, targets - (targets / 2))))],
            Returned = [.. Enumerable.Range(1, leases).Select(number => new LeaseReturn(number, default))],
        };

        var alone = await Assert.ThrowsAsync<InvalidValueException>(async () => await grain.SyncAsync(new SyncRequest(TestPolicies.Lookup, report)));
        var along = await Assert.ThrowsAsync<InvalidValueException>(async () => await grain.DecideAsync(Requests.For(TestPolicies.Large, 1) with { Report = report }));

        var problem = new ValueProblem("report", $"The report has {targets} targets and {leases} leases that are over.", "Send at most 1024 and 32.");
        Assert.Equal([problem, problem], [alone.Problem, along.Problem]);
        Assert.Empty((await grain.GetState()).Capabilities);
        await Silos.Cluster.DeactivateAsync(grain);
        Assert.False((await Silos.ReadAsync(grain)).RecordExists);
    }

    [Fact]
    public async Task AReportWhoseTargetsHaveAnotherNumberOfAliasesIsRefusedAndNothingChanges()
    {
        var grain = Silos.Identity("lease-aliases");

        var refused = await Assert.ThrowsAsync<InvalidValueException>(async () => await SyncAsync(grain, Report(1) with
        {
            Targets = [new LoggedTargets(default, 0, Requests.Batch(1, 2)) { Aliases = Requests.Batch(3) }],
        }));

        Assert.Equal(new ValueProblem("report.targets.aliases", "2 targets have 1 aliases.", "Send one for each target, or none."), refused.Problem);
        Assert.Empty((await grain.GetState()).Capabilities);
    }

    [Fact]
    public async Task TheLargestReportIsTaken()
    {
        var grain = Silos.Identity("lease-largest");

        await SyncAsync(grain, Report(1) with
        {
            Targets = [new LoggedTargets(default, 0, Requests.Batch(Enumerable.Range(0, LeaseBounds.MaxLoggedTargets)))],
            Returned = [.. Enumerable.Range(1, LeaseBounds.MaxLeasesOut).Select(number => new LeaseReturn(number, default))],
        });

        Assert.Equal(LeaseBounds.MaxLoggedTargets, Assert.Single((await grain.GetState()).Capabilities).KnownTargets);
    }

    [Fact]
    public async Task AReportUnderAnUnknownPlanIsRefusedAndNothingChanges()
    {
        var grain = Silos.Identity("lease-unknown");

        await Assert.ThrowsAsync<UnknownPolicyException>(
            async () => await grain.SyncAsync(new SyncRequest(TestPolicies.Lookup, Report(1) with { Plan = Core.Policies.Plan.Parse("partner") })));

        Assert.Empty((await grain.GetState()).Capabilities);
    }

    private static SyncReport Report(long number) => new() { Holder = new HolderId(42), Number = number, Plan = TestPolicies.Large };

    private static async Task<SyncReply> SyncAsync(IIdentityGrain grain, SyncReport report) => await grain.SyncAsync(new SyncRequest(TestPolicies.Lookup, report));

    private static async Task<SyncReply> UntilAsync(IIdentityGrain grain, long number, Func<SyncReply, bool> isSeen)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(Deadline);
        while (true)
        {
            var reply = await SyncAsync(grain, Report(number++) with { Position = 3 });
            if (isSeen(reply))
            {
                return reply;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
        }
    }
}
