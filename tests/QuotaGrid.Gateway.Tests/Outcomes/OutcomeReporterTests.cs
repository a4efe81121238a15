using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Problems;
using QuotaGrid.Gateway.Outcomes;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.Outcomes;

/// <summary>Reports are gathered, bounded, and sent before the process ends; a clock that stands still holds them back.</summary>
public sealed class OutcomeReporterTests(SharedGateway shared)
{
    private static readonly Capability Lookup = Capability.Parse(TestPolicies.Closed);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatWaitsIsSentWhenTheProcessStops()
    {
        var who = Identity.Parse("stopped");
        await using var gateway = await StartAsync();
        using var measured = new MeasurementCollector(gateway);
        await gateway.Client.DecideAsync(Admission.QuotaGridClientTests.Ask("stopped", TestPolicies.Closed, "1", "2", "3"), Cancel);
        Assert.True(await gateway.Client.ReportOutcomesAsync(who, Lookup, ["1", "2"], ["3"], Cancel));
        Assert.Equal(0, (await EvidenceOf(who)).Found);

        await gateway.StopAsync();

        var evidence = await EvidenceOf(who);
        Assert.Equal((2, 1, 0), (evidence.Found, evidence.Missing, evidence.Unmatched));
        Assert.Equal(new Dictionary<string, double> { ["quotagrid.result=sent"] = 1 }, measured.SumOf("quotagrid.outcome.reports"));
        Assert.False(await gateway.Client.ReportOutcomesAsync(who, Lookup, ["1"], [], Cancel));
        Assert.Equal(1, measured.SumOf("quotagrid.outcome.reports")["quotagrid.result=dropped"]);
    }

    [Fact]
    public async Task AtMostAThousandWaitAndTheOthersAreCountedAsDropped()
    {
        await using var gateway = await StartAsync();
        using var measured = new MeasurementCollector(gateway);
        var taken = 0;
        for (var i = 0; i < OutcomeReporter.MaxWaiting + 5; i++)
        {
            taken += await gateway.Client.ReportOutcomesAsync(Identity.Parse($"waiting-{i % 7}"), Lookup, [$"{i}"], [], Cancel) ? 1 : 0;
        }

        Assert.Equal(1000, taken);
        Assert.Equal(new Dictionary<string, double> { ["quotagrid.result=dropped"] = 5 }, measured.SumOf("quotagrid.outcome.reports"));

        await gateway.StopAsync();

        // Counted once for each message: there was one.
        Assert.Equal([1000], measured.ValuesOf("quotagrid.outcome.reports", "quotagrid.result=sent"));
    }

    [Fact]
    public async Task OneThatAGrainRefusesIsDroppedAndTheOthersAreSent()
    {
        await using var gateway = await StartAsync();
        using var measured = new MeasurementCollector(gateway);
        foreach (var name in (ImmutableArray<string>)["sent-1", "break-outcomes", "sent-2"])
        {
            await gateway.Client.ReportOutcomesAsync(Identity.Parse(name), Lookup, ["1"], [], Cancel);
        }

        await gateway.StopAsync();

        Assert.Equal(
            new Dictionary<string, double> { ["quotagrid.result=sent"] = 2, ["quotagrid.result=dropped"] = 1 }, measured.SumOf("quotagrid.outcome.reports"));
    }

    [Fact]
    public async Task AReportIsCheckedBeforeItWaits()
    {
        var who = Identity.Parse("checked");
        var client = shared.Gateway.Client;
        string[] many = [.. Enumerable.Range(0, 15).Select(i => $"{i}")];

        var unreadable = await Assert.ThrowsAsync<InvalidValueException>(async () => await client.ReportOutcomesAsync(who, Lookup, ["1"], ["2", "x"], Cancel));
        Assert.Equal("missing[1]", unreadable.Problem.Field);
        await Assert.ThrowsAsync<InvalidValueException>(async () => await client.ReportOutcomesAsync(who, Lookup, [], [], Cancel));
        await Assert.ThrowsAsync<InvalidValueException>(async () => await client.ReportOutcomesAsync(who, Lookup, many, many, Cancel));
        await Assert.ThrowsAsync<InvalidValueException>(async () => await client.ReportOutcomesAsync(who, Capability.Parse("never.defined"), ["1"], [], Cancel));
    }

    // Its clock stands still, so that nothing is sent but at the stop.
    private async Task<GatewayUnderTest> StartAsync()
    {
        var gateway = await GatewayUnderTest.StartAsync(shared.Grains, services: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        await gateway.Services.GetPoliciesAsync();
        return gateway;
    }

    private async Task<Core.Evidence.LookupEvidence> EvidenceOf(Identity identity) =>
        Assert.Single((await shared.Grains.GetIdentity(identity).GetState()).Capabilities).Evidence;
}
