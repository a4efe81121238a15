using System.Diagnostics;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.Admission;

/// <summary>What a gateway's code asks first: it answers from the lease, or not at all.</summary>
public sealed class QuotaGateTests(SharedGateway shared)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private QuotaGridClient Client => shared.Gateway.Client;

    [Fact]
    public async Task ItAdmitsFromTheLeaseAndAllocatesNothing()
    {
        const int Calls = 10_000;
        var plan = Plan.Parse("vast");
        var (gate, identity) = (Client.GateFor(Capability.Parse(TestPolicies.Busy), plan), Identity.Parse("gate"));
        var (clock, admitted) = (Stopwatch.StartNew(), 0);
        while (admitted < Calls)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var answer = gate.TryDecide(identity, "1");
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (answer.Kind == LocalAnswerKind.Ask)
            {
                await Client.DecideAsync(QuotaGridClientTests.Ask("gate", TestPolicies.Busy, "1") with { Plan = plan }, Cancel);
            }

            // Code that is not optimized yet boxes: so many calls in a row have to allocate nothing, but not the first ones.
            admitted = allocated > 0 ? 0 : admitted + (answer.Kind == LocalAnswerKind.Admitted ? 1 : 0);
            Assert.True(clock.Elapsed < Deadline, $"Within {Deadline} there were never {Calls} calls in a row that allocated nothing.");
        }
    }

    [Fact]
    public async Task WhatItCannotAnswerIsToBeAsked()
    {
        var leased = await LeaseAsync("gate-leased");

        Assert.Equal(LocalAnswer.Ask, Gate(TestPolicies.Busy).TryDecide(Identity.Parse("gate-nobody"), "1"));
        Assert.Equal(LocalAnswer.Ask, Gate(TestPolicies.Busy).TryDecide(leased, "x"));
        Assert.Equal(LocalAnswer.Ask, Gate(TestPolicies.Busy).TryDecide(leased, ""));
        Assert.Equal(LocalAnswer.Ask, Gate(TestPolicies.Closed).TryDecide(leased, "1"));
        Assert.Equal(LocalAnswer.Ask, Gate("never.defined").TryDecide(leased, "1"));
        Assert.Equal(LocalAnswer.Ask, Client.GateFor(Capability.Parse(TestPolicies.Busy), Plan.Parse("gold")).TryDecide(leased, "1"));
    }

    [Fact]
    public async Task WhoHasNothingLeftIsDeniedForAsLongAsTheGrainSaid()
    {
        var gate = Gate(TestPolicies.Open);
        for (var i = 0; i < 12; i++)
        {
            await Client.DecideAsync(QuotaGridClientTests.Ask("gate-denied", TestPolicies.Open, $"{i}"), Cancel);
        }

        var answer = gate.TryDecide(Identity.Parse("gate-denied"), "1");

        // A permit comes every 8640 s.
        Assert.Equal(LocalAnswerKind.Denied, answer.Kind);
        Assert.InRange(answer.RetryAfterNanos, 8_000_000_000_000, 8_640_000_000_000);
    }

    private QuotaGate Gate(string capability) => Client.GateFor(Capability.Parse(capability), Plan.Default);

    private async Task<Identity> LeaseAsync(string identity)
    {
        var (gate, who) = (Gate(TestPolicies.Busy), Identity.Parse(identity));
        for (var asked = 0; gate.TryDecide(who, "1").Kind != LocalAnswerKind.Admitted; asked++)
        {
            Assert.True(asked < 1000, "There is a lease for what is asked so often.");
            await Client.DecideAsync(QuotaGridClientTests.Ask(identity, TestPolicies.Busy, "1"), Cancel);
        }

        return who;
    }
}
