using System.Diagnostics;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Tests.Admission;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.Leases;

/// <summary>Gateways that decide from leases, in front of real silos: they ask less, and never admit more.</summary>
public sealed class LeasedDecisionsTests(SharedGateway shared)
{
    private const string Local = "quotagrid.where=local";
    private const string Strict = "quotagrid.where=strict";

    /// <summary>How long a lease lasts by default.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatIsAskedOftenIsDecidedFromALeaseWithoutAskingTheGrain()
    {
        await using var gateway = await StartAsync();
        using var measured = new MeasurementCollector(gateway);
        var asked = 0;
        while (measured.Observe("quotagrid.lease.decisions")[Local] < 100)
        {
            Assert.True(asked++ < 10_000, "Of so many requests in quick succession a lease decides some.");
            Assert.Equal(Outcome.Allowed, (await gateway.Client.DecideAsync(Ask("often", "default", "1"), Cancel)).Outcome);
        }

        var decisions = measured.Observe("quotagrid.lease.decisions");
        Assert.Equal(asked, decisions[Local] + decisions[Strict]);
        Assert.Equal(shared.Faults.DecisionsOf("often"), decisions[Strict]);
    }

    [Fact]
    public async Task ALimitThatGainsNothingAdmitsExactlyItsBurstOverAllGateways()
    {
        int[] admitted;
        await using (var first = await StartAsync())
        await using (var second = await StartAsync())
        {
            using var measured = new MeasurementCollector(first);
            admitted = await Task.WhenAll(HammerAsync(first, "hammered", "small", requests: 500), HammerAsync(second, "hammered", "small", requests: 500));
            Assert.InRange(measured.Observe("quotagrid.lease.decisions")[Local], 1, 500);
            await Task.WhenAll(first.StopAsync(), second.StopAsync());
        }

        // What was lent and not spent is back, so that what was admitted and what is left are all that there ever was.
        Assert.InRange(admitted.Sum(), 1, TestPolicies.SmallItems);
        Assert.Equal(TestPolicies.SmallItems, admitted.Sum() + (await RemainingAsync("hammered"))[0]);
    }

    [Fact]
    public async Task ALimitThatRefillsAdmitsNoMoreOverAllGatewaysThanItGainsInTheTimeAndALease()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var clock = Stopwatch.StartNew();

        var admitted = (await Task.WhenAll(HammerAsync(first, "refilling", "quick", 3000), HammerAsync(second, "refilling", "quick", 3000))).Sum();

        var most = TestPolicies.QuickItems + (TestPolicies.QuickItems * (clock.Elapsed + Lease).TotalSeconds);
        Assert.InRange(admitted, TestPolicies.QuickItems / 2, (int)most);
    }

    [Fact]
    public async Task TargetsThatSeveralGatewaysAdmittedCostOneNovelPermitEach()
    {
        const int Targets = 40;
        const int Rounds = 15;
        await using (var first = await StartAsync())
        await using (var second = await StartAsync())
        {
            foreach (var round in Enumerable.Range(0, Rounds))
            {
                for (var target = 0; target < Targets; target++)
                {
                    var answers = await Task.WhenAll(
                        first.Client.DecideAsync(Ask("same-targets", "default", $"{target}"), Cancel).AsTask(),
                        second.Client.DecideAsync(Ask("same-targets", "default", $"{(target + round) % Targets}"), Cancel).AsTask());
                    Assert.All(answers, answer => Assert.Equal(Outcome.Allowed, answer.Outcome));
                }
            }

            await Task.WhenAll(first.StopAsync(), second.StopAsync());
        }

        long[] left = [TestPolicies.BusyItems - (2 * Targets * Rounds), TestPolicies.BusyNovel - Targets];
        Assert.Equal(left, await RemainingAsync("same-targets"));
        var used = Assert.Single((await shared.Gateway.Client.DescribeAsync(Identity.Parse("same-targets"), Cancel)).Capabilities);
        Assert.Equal((Targets, 2 * Targets * Rounds, Targets), (used.KnownTargets, used.Evidence.Asked, used.Evidence.Novel));
    }

    [Fact]
    public async Task WhoIsEvictedReturnsItsLeaseAndNeverGetsMoreThanItsLimit()
    {
        await using var gateway = await StartAsync(options => options.LeaseCapacity = 2);
        var admitted = new Dictionary<string, int> { ["evicted-1"] = 0, ["evicted-2"] = 0, ["evicted-3"] = 0 };
        foreach (var round in Enumerable.Range(0, 5))
        {
            foreach (var identity in admitted.Keys)
            {
                admitted[identity] += await HammerAsync(gateway, identity, "small", requests: 30, at: 1);
            }
        }

        // Of three only two have a place: one at least is out, and what it had is back while the gateway goes on.
        await Seen.Async(
            async () =>
            {
                var exact = 0;
                foreach (var (identity, count) in admitted)
                {
                    exact += (await RemainingAsync(identity))[0] == TestPolicies.SmallItems - count ? 1 : 0;
                }

                return exact == 3;
            },
            "what is left of all three, exactly");

        foreach (var identity in admitted.Keys)
        {
            admitted[identity] += await HammerAsync(gateway, identity, "small", requests: 500);
        }

        await gateway.StopAsync();
        foreach (var (identity, count) in admitted)
        {
            Assert.Equal(TestPolicies.SmallItems, count + (await RemainingAsync(identity))[0]);
        }
    }

    [Fact]
    public async Task StoppingAGatewayReturnsItsLeases()
    {
        await using var gateway = await StartAsync(options => options.SyncInterval = TimeSpan.FromSeconds(10));
        using var measured = new MeasurementCollector(gateway);
        var asked = 0;
        while (measured.Observe("quotagrid.lease.decisions")[Local] < 1)
        {
            asked++;
            await gateway.Client.DecideAsync(Ask("stopping", "default", "1", "2", "3"), Cancel);
        }

        Assert.True((await RemainingAsync("stopping"))[0] < TestPolicies.BusyItems - (3 * asked), "What is lent is charged.");
        await gateway.StopAsync();

        long[] left = [TestPolicies.BusyItems - (3 * asked), TestPolicies.BusyNovel - 3];
        Assert.Equal(left, await RemainingAsync("stopping"));
    }

    [Fact]
    public async Task WhoHasNothingLeftIsDeniedWithoutAMessage()
    {
        await using var gateway = await StartAsync();
        await HammerAsync(gateway, "saturated", "small", requests: TestPolicies.SmallItems + 100, at: 1);
        await Seen.Async(async () => await RemainingAsync("saturated") is [0] && await DenyAsync(gateway) == 0, "a denial by the gateway itself");

        var asked = 0;
        for (var i = 0; i < 1000; i++)
        {
            asked += await DenyAsync(gateway);
        }

        // Asked again is only who may have a permit by now.
        Assert.Equal(0, asked);

        async Task<int> DenyAsync(GatewayUnderTest gateway)
        {
            var before = shared.Faults.DecisionsOf("saturated");
            var decision = await gateway.Client.DecideAsync(Ask("saturated", "small", "1"), Cancel);
            Assert.Equal((Outcome.Denied, "items-30d"), (decision.Outcome, decision.Limit));

            // A permit comes every 30 days / 400.
            Assert.InRange(decision.RetryAfter!.Value, TimeSpan.FromMinutes(90), TimeSpan.FromMinutes(108));
            return shared.Faults.DecisionsOf("saturated") - before;
        }
    }

    [Fact]
    public async Task WhoAsksForOneNewTargetAfterTheOtherIsDeniedWithoutAskingTheGrainAndKnownOnesAreNot()
    {
        await using var gateway = await StartAsync();
        for (var target = 1; target <= TestPolicies.NarrowNovel; target++)
        {
            Assert.Equal(Outcome.Allowed, (await gateway.Client.DecideAsync(Ask("sweeper", "narrow", $"{target}"), Cancel)).Outcome);
        }

        // While leases for new targets are out nothing is said: that ends with them.
        var next = 1_000;
        await Seen.Async(async () => await DenyAsync() == 0, "a denial by the gateway itself");
        var asked = 0;
        for (var i = 0; i < 500; i++)
        {
            asked += await DenyAsync();
        }

        Assert.Equal(0, asked);
        for (var target = 1; target <= TestPolicies.NarrowNovel; target++)
        {
            Assert.Equal(Outcome.Allowed, (await gateway.Client.DecideAsync(Ask("sweeper", "narrow", $"{target}"), Cancel)).Outcome);
        }

        async Task<int> DenyAsync()
        {
            var before = shared.Faults.DecisionsOf("sweeper");
            var decision = await gateway.Client.DecideAsync(Ask("sweeper", "narrow", $"{next++}"), Cancel);
            Assert.Equal((Outcome.Denied, "novel-30d"), (decision.Outcome, decision.Limit));
            Assert.InRange(decision.RetryAfter!.Value, TimeSpan.FromHours(35), TimeSpan.FromHours(36));
            return shared.Faults.DecisionsOf("sweeper") - before;
        }
    }

    [Fact]
    public async Task AnIdentityThatIsAskedAboutThroughEveryGatewayCostsABoundedNumberOfMessages()
    {
        const int Gateways = 4;
        const int Requests = 3_000;
        var gateways = await Task.WhenAll(Enumerable.Range(0, Gateways).Select(_ => StartAsync()));
        var measured = gateways.Select(gateway => new MeasurementCollector(gateway)).ToArray();
        var clock = Stopwatch.StartNew();

        var admitted = (await Task.WhenAll(gateways.Select(gateway => HammerAsync(gateway, "hot", "default", Requests)))).Sum();

        // A message of reports in each interval of 100 ms, and a few that are asked until the first lease is there and when one is used up before the next one comes.
        var messages = measured.Sum(one => one.SumOf("quotagrid.sync.messages").Values.Sum() + one.SumOf("quotagrid.lookup.messages").Values.Sum());
        Assert.Equal(Gateways * Requests, admitted);
        Assert.InRange(messages, 1, Gateways * ((10 * (clock.Elapsed.TotalSeconds + 1)) + (Requests / 4)));
        foreach (var gateway in gateways)
        {
            await gateway.DisposeAsync();
        }

        Array.ForEach(measured, one => one.Dispose());
    }

    [Fact]
    public async Task TheIdentitiesOfATenantShareItsBudgetAndWhoChangesTenantsPaysFromTheOther()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var (mine, other) = (Tenant.Parse("mine"), Tenant.Parse("other"));

        var admitted = await Task.WhenAll(AskAllAsync(first, "of-mine", mine), AskAllAsync(second, "also-of-mine", mine));

        // Until their leases end what is left of them is with nobody.
        Assert.InRange(admitted.Sum(), TestPolicies.TenantItems / 2, TestPolicies.TenantItems);
        var denied = await first.Client.DecideAsync(Ask("of-mine", "default", "1") with { Tenant = mine }, Cancel);
        Assert.True(denied.Outcome == Outcome.Allowed || denied.Limit == "tenant-total");
        Assert.Equal(Outcome.Allowed, (await first.Client.DecideAsync(Ask("of-mine", "default", "1") with { Tenant = other }, Cancel)).Outcome);
        Assert.Equal(Outcome.Allowed, (await first.Client.DecideAsync(Ask("of-mine", "default", "1"), Cancel)).Outcome);

        static async Task<int> AskAllAsync(GatewayUnderTest gateway, string identity, Tenant tenant)
        {
            var admitted = 0;
            for (var i = 0; i < TestPolicies.TenantItems; i++)
            {
                admitted += (await gateway.Client.DecideAsync(Ask(identity, "default", "1") with { Tenant = tenant }, Cancel)).Allowed.Count;
            }

            return admitted;
        }
    }

    [Fact]
    public async Task WhoWaitsAsLongAsItIsToldIsAdmitted()
    {
        await using var gateway = await StartAsync();
        var (denied, admitted) = (0, 0);
        while (denied < 3)
        {
            var decision = await gateway.Client.DecideAsync(Ask("waits", "quick", "1"), Cancel);
            if (decision.Outcome == Outcome.Allowed)
            {
                Assert.True(++admitted < 100_000, "A limit denies in the end.");
                continue;
            }

            denied++;
            Assert.InRange(decision.RetryAfter!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));
            // Timers count whole ticks of the machine's clock, and may be a few milliseconds early.
            await Task.Delay(decision.RetryAfter.Value + TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
            Assert.Equal(Outcome.Allowed, (await gateway.Client.DecideAsync(Ask("waits", "quick", "1"), Cancel)).Outcome);
        }
    }

    [Fact]
    public async Task AnotherPolicyTakesEffectAndTheLeaseGoesBack()
    {
        await using var cluster = await SharedGateway.StartSilosAsync(1);
        await using var gateway = await GatewayUnderTest.StartAsync(cluster.Client);
        using var measured = new MeasurementCollector(gateway);
        var asked = 0;
        while (measured.Observe("quotagrid.lease.decisions").GetValueOrDefault(Local) < 1)
        {
            asked++;
            await gateway.Client.DecideAsync(Ask("changes", "default", "1"), Cancel);
        }

        // The gateway hears of it first; in the shadow stage nothing is lent.
        await cluster.Client.GetGrain<IPolicyGrain>(IPolicyGrain.Key).PublishAsync(TestPolicies.DocumentWith("shadow"), onlyFirst: false);
        await RefreshAsync(gateway.Services);
        var strict = measured.Observe("quotagrid.lease.decisions")[Strict];
        await gateway.Client.DecideAsync(Ask("changes", "default", "1"), Cancel);
        Assert.Equal(strict + 1, measured.Observe("quotagrid.lease.decisions")[Strict]);

        // With that request, or with the next report when one was on its way.
        await Seen.Async(
            async () => (await gateway.Client.DescribeAsync(Identity.Parse("changes"), Cancel)).Capabilities[0].Limits.Select(limit => limit.Remaining)
                .SequenceEqual([TestPolicies.BusyItems - asked - 1, TestPolicies.BusyNovel - 1]),
            "the lease given back");

        await RefreshAsync(cluster.Silos[0].SiloHost.Services);
        var decision = await gateway.Client.DecideAsync(Ask("changes", "default", "1"), Cancel);
        Assert.Equal((Stage.Shadow, 2L), (decision.Stage, decision.PolicyVersion));
        Assert.Equal(TestPolicies.BusyItems - asked - 2, decision.Limits[0].Remaining);
    }

    private static async Task RefreshAsync(IServiceProvider services) => await ((PolicyCache)services.GetService(typeof(PolicyCache))!).RefreshAsync();

    private static DecisionRequest Ask(string identity, string plan, params string[] targets) =>
        QuotaGridClientTests.Ask(identity, TestPolicies.Busy, targets) with { Plan = Plan.Parse(plan) };

    /// <summary>Asks for one item at a time, several at once, and says how many were admitted.</summary>
    private static async Task<int> HammerAsync(GatewayUnderTest gateway, string identity, string plan, int requests, int at = 8)
    {
        var (admitted, left) = (0, requests);
        await Task.WhenAll(Enumerable.Range(0, at).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var decision = await gateway.Client.DecideAsync(Ask(identity, plan, "1"), Cancel);
                Interlocked.Add(ref admitted, decision.Allowed.Count);
            }
        })));
        return admitted;
    }

    private async Task<GatewayUnderTest> StartAsync(Action<Gateway.Hosting.QuotaGridGatewayOptions>? configure = null)
    {
        var gateway = await GatewayUnderTest.StartAsync(shared.Grains, configure);
        await gateway.Services.GetPoliciesAsync();
        return gateway;
    }

    private async Task<long[]> RemainingAsync(string identity)
    {
        var report = await shared.Gateway.Client.DescribeAsync(Identity.Parse(identity), Cancel);
        return [.. Assert.Single(report.Capabilities).Limits.Select(limit => limit.Remaining)];
    }
}
