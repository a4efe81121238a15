using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.Admission;

public sealed class QuotaGridClientTests(SharedGateway shared)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private QuotaGridClient Client => shared.Gateway.Client;

    [Fact]
    public async Task ADecisionIsByThePlacesOfTheRequestsTargets()
    {
        var decision = await Client.DecideAsync(Ask("places", TestPolicies.Closed, "1", "x", "1", "2", "y"), Cancel);

        Assert.Equal(Outcome.Allowed, decision.Outcome);
        Assert.Equal(ItemSet.All(3).Moved([0, 2, 3], 5), decision.Allowed);
        Assert.Equal([1, 4], decision.Invalid.Select(invalid => invalid.Index));
        Assert.Empty(decision.Denied());
        Assert.Equal(("accounts-default", 1L, Stage.Enforced, false), (decision.Policy, decision.PolicyVersion, decision.Stage, decision.FailedOpen));
    }

    [Fact]
    public async Task WhatIsDeniedIsNamedByItsPlacesAmongWhatCannotBeRead()
    {
        var targets = Enumerable.Range(0, 12).Select(i => i == 3 ? "x" : $"{i}").ToArray();

        var decision = await Client.DecideAsync(Ask("denied-places", TestPolicies.Closed, targets), Cancel);

        Assert.Equal((Outcome.Partial, "novel-30d"), (decision.Outcome, decision.Limit));
        Assert.Equal([9, 10, 11], decision.Denied());
    }

    [Theory]
    [InlineData("never.defined", "default", "capability")]
    [InlineData(TestPolicies.Closed, "gold", "plan")]
    public async Task WhatHasNoPolicyIsTheCallersError(string capability, string plan, string field)
    {
        var request = Ask("no-policy", capability, "1") with { Plan = Plan.Parse(plan) };

        Assert.Equal(field, (await Assert.ThrowsAsync<InvalidValueException>(async () => await Client.DecideAsync(request, Cancel))).Problem.Field);
    }

    [Fact]
    public async Task ABatchIsBounded()
    {
        var none = Ask("bounds", TestPolicies.Closed);
        var tooMany = Ask("bounds", TestPolicies.Closed, [.. Enumerable.Range(0, 21).Select(i => $"{i}")]);
        var unreadable = Ask("bounds", TestPolicies.Closed, "x", "y");

        foreach (var request in (DecisionRequest[])[none, tooMany, unreadable])
        {
            await Assert.ThrowsAsync<InvalidValueException>(async () => await Client.DecideAsync(request, Cancel));
            await Assert.ThrowsAsync<InvalidValueException>(async () => await Client.DecideManyAsync([Ask("bounds", TestPolicies.Closed, "1"), request], Cancel));
        }

        Assert.Empty((await Client.DescribeAsync(Identity.Parse("bounds"), Cancel)).Capabilities);
    }

    [Fact]
    public async Task ManyAreDecidedInOrderAndOneWithoutAnAnswerIsNull()
    {
        var decisions = await Client.DecideManyAsync(
            [Ask("many-1", TestPolicies.Closed, "1"), Ask("break-many", TestPolicies.Closed, "1"), Ask("many-2", TestPolicies.Closed, "1", "x", "2")], Cancel);

        Assert.Equal([1, null, 2], decisions.Select(decision => decision?.Allowed.Count));
        Assert.Equal(1, Assert.Single(decisions[2]!.Invalid).Index);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(IIngressGrain.MaxIdentities + 1)]
    public async Task HowManyAreDecidedAtOnceIsBounded(int requests)
    {
        var many = Enumerable.Range(0, requests).Select(i => Ask($"too-many-{i}", TestPolicies.Closed, "1")).ToArray();

        Assert.Equal("requests", (await Assert.ThrowsAsync<InvalidValueException>(async () => await Client.DecideManyAsync(many, Cancel))).Problem.Field);
    }

    [Fact]
    public async Task ASiloThatDoesNotKnowThePolicyYetIsNoReasonToFailOpen()
    {
        var request = Ask("older-one", TestPolicies.Open, "1");

        var refusal = await Assert.ThrowsAsync<QuotaUnavailableException>(async () => await Client.DecideAsync(request, Cancel));
        var many = await Client.DecideManyAsync([request, Ask("newer-one", TestPolicies.Open, "1")], Cancel);

        Assert.IsType<UnknownPolicyException>(refusal.InnerException);
        Assert.Equal([null, 1], many.Select(decision => decision?.Allowed.Count));
    }

    [Fact]
    public async Task ACallerThatCancelsGetsItsCancellationAndNoFailMode()
    {
        using var cancelled = new CancellationTokenSource();
        await using var gateway = await GatewayUnderTest.StartAsync(shared.Grains);
        await gateway.Services.GetPoliciesAsync();
        using var measured = new MeasurementCollector(gateway);

        var one = gateway.Client.DecideAsync(Ask("hang-cancelled", TestPolicies.Open, "1"), cancelled.Token).AsTask();
        var many = gateway.Client.DecideManyAsync([Ask("hang-cancelled", TestPolicies.Open, "1")], cancelled.Token).AsTask();
        var described = gateway.Client.DescribeAsync(Identity.Parse("hang-cancelled"), cancelled.Token).AsTask();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => many);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => described);
        Assert.Empty(measured.SumOf("quotagrid.failmode.decisions"));
    }

    [Fact]
    public async Task AnIdentityIsDescribedByCounts()
    {
        await Client.DecideAsync(Ask("described", TestPolicies.Closed, "1", "2"), Cancel);

        var report = await Client.DescribeAsync(Identity.Parse("described"), Cancel);

        Assert.Equal((2, 2), (report.Capabilities[0].KnownTargets, report.Capabilities[0].Evidence.Asked));
    }

    internal static DecisionRequest Ask(string identity, string capability, params string[] targets) =>
        new(Identity.Parse(identity), Capability.Parse(capability), targets);
}
