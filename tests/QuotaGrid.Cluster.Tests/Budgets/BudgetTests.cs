using System.Diagnostics;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Budgets;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Cluster.Tests.Budgets;

/// <summary>Budgets that identities on several silos share: spent to the last permit, and never by more.</summary>
[Collection(nameof(OwnCluster))]
public sealed class BudgetTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();
    private ClusterUnderTest? _silos;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClusterUnderTest Silos => _silos!;

    public async ValueTask InitializeAsync() => _silos = await ClusterUnderTest.StartAsync(_directory.Path, BudgetPolicies.Source);

    public async ValueTask DisposeAsync()
    {
        await Silos.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task WhatIdentitiesOnAllSilosAreAdmittedTogetherIsTheBudgetAndNotOnePermitMore()
    {
        var admitted = 0;
        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Cancel }, async (i, _) =>
        {
            var reply = await Identity($"caller-{i % 60}").DecideAsync(Lookup(BudgetPolicies.Shared, 10));
            Interlocked.Add(ref admitted, reply.Decision.Allowed.Count);
        });
        Assert.InRange(admitted, 1, BudgetPolicies.Total);

        // What other silos hold and do not use comes back to the budget when their leases end.
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; admitted < BudgetPolicies.Total && Stopwatch.GetElapsedTime(started) < Deadline; i++)
        {
            var reply = await Identity($"late-{i}").DecideAsync(Lookup(BudgetPolicies.Shared, 7));
            admitted += reply.Decision.Allowed.Count;
            if (reply.Decision.Allowed.Count == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancel);
            }
        }

        Assert.Equal(BudgetPolicies.Total, admitted);
        var over = (await Identity("too-late").DecideAsync(Lookup(BudgetPolicies.Shared, 1))).Decision;
        Assert.Equal((Outcome.Denied, "shared-total"), (over.Outcome, over.Limit));
        Assert.InRange(over.RetryAfter!.Value, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(22));
        Assert.Equal([("items-30d", (long)BudgetPolicies.OfIdentity), ("shared-total", 0L)], over.Limits.Select(limit => (limit.Name, limit.Remaining)));
    }

    [Fact]
    public async Task ATenantsBudgetPaysForAllOfItsIdentitiesAndForNobodyElse()
    {
        var admitted = 0;
        for (var i = 0; i < 40; i++)
        {
            admitted += (await Identity($"key-{i}").DecideAsync(Lookup(BudgetPolicies.Free, 10, BudgetPolicies.Named))).Decision.Allowed.Count;
        }

        Assert.InRange(admitted, BudgetPolicies.OfNamed / 2, BudgetPolicies.OfNamed);
        var other = (await Identity("key-0").DecideAsync(Lookup(BudgetPolicies.Free, 10, Tenant.Parse("other")))).Decision;
        Assert.Equal((10, "tenant-total"), (other.Allowed.Count, other.Limits[1].Name));
        var nobody = (await Identity("key-0").DecideAsync(Lookup(BudgetPolicies.Free, 10))).Decision;
        Assert.Equal((10, 1), (nobody.Allowed.Count, nobody.Limits.Length));
    }

    [Fact]
    public async Task EachTenantWithoutABudgetOfItsOwnHasTheCommonOneForItself()
    {
        foreach (var tenant in new[] { "one", "two" })
        {
            var decision = (await Identity($"of-{tenant}").DecideAsync(Lookup(BudgetPolicies.Free, 100, Tenant.Parse(tenant)))).Decision;
            Assert.Equal(100, decision.Allowed.Count);
            var more = (await Identity($"also-of-{tenant}").DecideAsync(Lookup(BudgetPolicies.Free, 1, Tenant.Parse(tenant)))).Decision;
            Assert.Equal((0, "tenant-total"), (more.Allowed.Count, more.Limit));
        }
    }

    [Fact]
    public async Task WhatABudgetDeniesTheIdentityIsNotChargedAndWhatTheIdentityIsDeniedTheBudgetIsNot()
    {
        var tenant = Tenant.Parse("charged");
        var first = (await Identity("charged").DecideAsync(Lookup(BudgetPolicies.Free, 80, tenant))).Decision;
        Assert.Equal([BudgetPolicies.OfIdentity - 80, BudgetPolicies.OfOthers - 80], first.Limits.Select(limit => limit.Remaining));

        // The first twenty are paid for.
        var second = (await Identity("charged").DecideAsync(Lookup(BudgetPolicies.Free, 50, tenant))).Decision;
        Assert.Equal((Outcome.Partial, "tenant-total"), (second.Outcome, second.Limit));
        Assert.Equal(Enumerable.Range(0, 20), Enumerable.Range(0, 50).Where(item => second.Allowed[item]));
        Assert.Equal([BudgetPolicies.OfIdentity - 100, 0], second.Limits.Select(limit => limit.Remaining));

        // As a whole a batch is not admitted in part, and nobody is charged.
        var roomy = Tenant.Parse("roomy");
        var whole = (await Identity("whole").DecideAsync(Lookup(BudgetPolicies.Free, 100, roomy) with { Admission = Admission.Whole })).Decision;
        Assert.Equal(Outcome.Allowed, whole.Outcome);
        whole = (await Identity("whole").DecideAsync(Lookup(BudgetPolicies.Free, 2, roomy) with { Admission = Admission.Whole })).Decision;
        Assert.Equal((Outcome.Denied, BudgetPolicies.OfIdentity - 100L), (whole.Outcome, whole.Limits[0].Remaining));
        Assert.Equal((long)whole.RetryAfter!.Value.TotalMinutes, Math.Clamp((long)whole.RetryAfter.Value.TotalMinutes, 60 * 7, 60 * 8));

        for (var i = 0; i < BudgetPolicies.OfIdentity / 100; i++)
        {
            await Identity("greedy").DecideAsync(Lookup(BudgetPolicies.Shared, 100));
        }

        var before = await LeftAsync(BudgetKey.Of(BudgetPolicies.Shared));
        for (var i = 0; i < 5; i++)
        {
            var denied = (await Identity("greedy").DecideAsync(Lookup(BudgetPolicies.Shared, 100))).Decision;
            Assert.Equal((Outcome.Denied, "items-30d"), (denied.Outcome, denied.Limit));
        }

        await EventuallyAsync(async () => await LeftAsync(BudgetKey.Of(BudgetPolicies.Shared)) >= BudgetPolicies.Total - BudgetPolicies.OfIdentity);
        Assert.True(before <= BudgetPolicies.Total - BudgetPolicies.OfIdentity);
        Assert.Equal(BudgetPolicies.Total - BudgetPolicies.OfIdentity, await LeftAsync(BudgetKey.Of(BudgetPolicies.Shared)));
    }

    [Fact]
    public async Task WhatIsLentToAGatewayIsPaidForByTheBudgetAndComesBackToIt()
    {
        var tenant = Tenant.Parse("lender");
        await Identity("lent").DecideAsync(Lookup(BudgetPolicies.Free, 1, tenant));
        var (reply, number) = (await SyncAsync("lent", Report(1) with { Wanted = new Permits(60, 60, 0) }, tenant), 1);

        // The silo holds nothing yet, but has heard by now that something is wanted.
        await EventuallyAsync(async () => !(reply = await SyncAsync("lent", Report(++number) with { Wanted = new Permits(60, 60, 0) }, tenant)).Granted.IsNone);
        Assert.InRange(reply.Granted.Items, 1, 60);

        // Another identity finds what is left, and not one permit more.
        var rest = BudgetPolicies.OfOthers - 1 - reply.Granted.Items;
        var other = (await Identity("other").DecideAsync(Lookup(BudgetPolicies.Free, 100, tenant))).Decision;
        Assert.InRange(other.Allowed.Count, 0, rest);

        // Of the lease nothing was spent.
        await SyncAsync("lent", Report(number + 1) with { Epoch = reply.Epoch, EpochSince = 1, Returned = [new LeaseReturn(number, default)] }, tenant);
        var left = rest - other.Allowed.Count + reply.Granted.Items;
        await EventuallyAsync(async () => await LeftAsync(BudgetKey.Of(tenant)) >= left);
        Assert.Equal(left, await LeftAsync(BudgetKey.Of(tenant)));
    }

    [Fact]
    public async Task AnExhaustedBudgetIsToldToGatewaysSoThatTheyNeedNotAsk()
    {
        var tenant = Tenant.Parse("exhausted");
        await Identity("exhausted").DecideAsync(Lookup(BudgetPolicies.Free, 100, tenant));
        await Identity("exhausted").DecideAsync(Lookup(BudgetPolicies.Free, 1, tenant));

        var reply = await SyncAsync("exhausted", Report(1) with { Wanted = new Permits(10, 10, 0) }, tenant);

        Assert.True(reply.Granted.IsNone);
        Assert.Equal("tenant-total", reply.DenyLimit);
        Assert.InRange(reply.DenyNanos, 60_000_000_000, 8L * 3_600 * 1_000_000_000);
    }

    [Fact]
    public async Task WhatABudgetGrantedBeforeItsSiloDiedIsNotGrantedAgain()
    {
        var admitted = 0;
        for (var i = 0; i < 12; i++)
        {
            admitted += (await Identity($"before-{i}").DecideAsync(Lookup(BudgetPolicies.Shared, 100))).Decision.Allowed.Count;
        }

        var budget = Silos.Grains.GetGrain<IBudgetGrain>(BudgetKey.Of(BudgetPolicies.Shared).Value);
        await Silos.Cluster.KillSiloAsync(Silos.SiloOf(budget), Cancel);
        for (var i = 0; i < 40; i++)
        {
            admitted += await AdmittedAsync($"after-{i}", 50);
        }

        Assert.InRange(admitted, 1200, BudgetPolicies.Total);
    }

    [Fact]
    public async Task ASiloThatIsAloneReturnsWhatItHoldsBeforeTheBudgetsGrainEnds()
    {
        using var directory = new TemporaryDirectory();
        await using (var alone = await ClusterUnderTest.StartAsync(directory.Path, BudgetPolicies.Source, silos: 1))
        {
            Assert.Equal(10, (await alone.Identity("alone").DecideAsync(Lookup(BudgetPolicies.Shared, 10))).Decision.Allowed.Count);
            await alone.Cluster.StopSiloAsync(alone.Cluster.Silos[0], Cancel);
        }

        await using var next = await ClusterUnderTest.StartAsync(directory.Path, BudgetPolicies.Source, silos: 1);
        var budget = await next.Grains.GetGrain<IBudgetGrain>(BudgetKey.Of(BudgetPolicies.Shared).Value).GetState();
        Assert.Equal(BudgetPolicies.Total - 10, Assert.Single(budget.Limits).Remaining);
    }

    [Fact]
    public async Task InTheShadowStageABudgetDeniesNothingAndSaysWhatItWouldHave()
    {
        var tenant = Tenant.Parse("shadow");
        var request = Lookup(BudgetPolicies.Free, 80, tenant) with { Plan = Plan.Parse("shadow") };
        await Identity("shadow").DecideAsync(request);
        var decision = (await Identity("shadow").DecideAsync(request)).Decision;

        Assert.Equal((Outcome.Allowed, 80, 60, "tenant-total"), (decision.Outcome, decision.Allowed.Count, decision.ShadowDenied!.Value.Count, decision.Limit));
    }

    [Fact]
    public async Task ABudgetSaysWhereItStandsAndRefusesWhatIsNone()
    {
        var report = await Silos.Grains.GetGrain<IBudgetGrain>("capability:shared.lookup").GetState();
        Assert.Equal(("capability:shared.lookup", 1L, 0), (report.Key, report.PolicyVersion, report.Silos));
        Assert.Equal(("shared-total", (long)BudgetPolicies.Total), (report.Limits[0].Name, report.Limits[0].Remaining));

        Assert.Empty((await Silos.Grains.GetGrain<IBudgetGrain>("capability:free.lookup").GetState()).Limits);
        await Assert.ThrowsAsync<UnknownBudgetException>(async () => await Silos.Grains.GetGrain<IBudgetGrain>("capability:free.lookup").SyncAsync(Report(1)));
        await Assert.ThrowsAsync<InvalidValueException>(async () => await Silos.Grains.GetGrain<IBudgetGrain>("shared.lookup").GetState());
    }

    private static LookupRequest Lookup(Capability capability, int items, Tenant? tenant = null) =>
        new(capability, Plan.Default, Requests.Batch(Enumerable.Range(0, items)), Admission.Partial) { Tenant = tenant };

    private static SyncReport Report(long number) => new() { Holder = new HolderId(7), Number = number, Plan = Plan.Default };

    private IIdentityGrain Identity(string name) => Silos.Identity(name);

    private ValueTask<SyncReply> SyncAsync(string identity, SyncReport report, Tenant tenant) =>
        Identity(identity).SyncAsync(new SyncRequest(BudgetPolicies.Free, report) { Tenant = tenant });

    private async Task<long> LeftAsync(BudgetKey key) => (await Silos.Grains.GetGrain<IBudgetGrain>(key.Value).GetState()).Limits[0].Remaining;

    // While a silo is gone some are not answered.
    private async Task<int> AdmittedAsync(string identity, int items)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return (await Identity(identity).DecideAsync(Lookup(BudgetPolicies.Shared, items))).Decision.Allowed.Count;
            }
            catch (Exception e) when (Stopwatch.GetElapsedTime(started) < Deadline && e is not Xunit.Sdk.XunitException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancel);
            }
        }
    }

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await holds() && Stopwatch.GetElapsedTime(started) < Deadline)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancel);
        }
    }
}
