using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>What cannot be decided is refused, charges nothing and stores nothing.</summary>
public sealed class RefusalTests(SharedCluster shared)
{
    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task AnUnknownCapabilityIsRefused()
    {
        var grain = Silos.Identity("refused-capability");
        var unknown = Capability.Parse("profiles.fetch");

        var refusal = await Assert.ThrowsAsync<UnknownPolicyException>(
            async () => await grain.DecideAsync(Requests.For(Plan.Default, 1) with { Capability = unknown }));

        Assert.Equal((unknown, Plan.Default), (refusal.Capability, refusal.Plan));
        Assert.Equal("No policy is in force for capability 'profiles.fetch' and plan 'default'.", refusal.Message);
        await AssertUntouchedAsync(grain);
    }

    [Fact]
    public async Task AnUnknownPlanIsRefusedAndDoesNotFallBackToTheDefault()
    {
        var grain = Silos.Identity("refused-plan");

        var refusal = await Assert.ThrowsAsync<UnknownPolicyException>(
            async () => await grain.DecideAsync(Requests.For(Plan.Parse("partner"), 1)));

        Assert.Equal(Plan.Parse("partner"), refusal.Plan);
        await AssertUntouchedAsync(grain);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TestPolicies.MaxBatch + 1)]
    public async Task ABatchThatIsEmptyOrTooLargeIsRefused(int targets)
    {
        var grain = Silos.Identity($"refused-batch-{targets}");

        var refusal = await Assert.ThrowsAsync<InvalidValueException>(
            async () => await grain.DecideAsync(Requests.For(Plan.Default, Enumerable.Range(0, targets))));

        Assert.Equal(new ValueProblem("targets", $"The batch has {targets} targets.", "Send 1 to 50 in one request."), refusal.Problem);
        await AssertUntouchedAsync(grain);
    }

    [Fact]
    public async Task OutcomesOfAnUnknownCapabilityOrOfTooManyTargetsAreRefused()
    {
        var grain = Silos.Identity("refused-outcomes");
        var unknown = new OutcomeReport(Capability.Parse("profiles.fetch"), Requests.Batch(1), Requests.Batch());
        var tooMany = new OutcomeReport(TestPolicies.Lookup, Requests.Batch(Enumerable.Range(0, 30)), Requests.Batch(Enumerable.Range(30, 21)));

        await Assert.ThrowsAsync<UnknownPolicyException>(async () => await grain.RecordOutcomesAsync(unknown));
        await Assert.ThrowsAsync<InvalidValueException>(async () => await grain.RecordOutcomesAsync(tooMany));

        await AssertUntouchedAsync(grain);
    }

    [Fact]
    public async Task AWholeBatchThatDoesNotFitChargesNothing()
    {
        var grain = Silos.Identity("refused-whole");
        await grain.DecideAsync(Requests.For(TestPolicies.Items, Enumerable.Range(0, 50)));
        await grain.DecideAsync(Requests.For(TestPolicies.Items, Enumerable.Range(0, 40)));

        var denied = await grain.DecideAsync(Requests.For(TestPolicies.Items, Enumerable.Range(0, 11), Admission.Whole));
        var admitted = await grain.DecideAsync(Requests.For(TestPolicies.Items, Enumerable.Range(0, 10), Admission.Whole));

        Assert.Equal((Outcome.Denied, 10), (denied.Decision.Outcome, denied.Decision.Limits[0].Remaining));
        Assert.Equal((Outcome.Allowed, 0), (admitted.Decision.Outcome, admitted.Decision.Limits[0].Remaining));
    }

    [Fact]
    public async Task TheShadowStageLetsEverythingThroughAndSaysWhatItWouldHaveDenied()
    {
        var reply = await Silos.Identity("shadow").DecideAsync(Requests.For(TestPolicies.Shadow, 1, 2, 3));

        Assert.Equal(Outcome.Allowed, reply.Decision.Outcome);
        Assert.Equal(ItemSet.All(3), reply.Decision.Allowed);
        Assert.Equal(ItemSet.All(2).Moved([1, 2], 3), reply.Decision.ShadowDenied);
        Assert.Equal("items-30d", reply.Decision.Limit);
        Assert.Null(reply.Decision.RetryAfter);
    }

    private async Task AssertUntouchedAsync(IIdentityGrain grain)
    {
        Assert.Empty((await grain.GetState()).Capabilities);
        await Silos.Cluster.DeactivateAsync(grain);
        Assert.False((await Silos.ReadAsync(grain)).RecordExists);
    }
}
