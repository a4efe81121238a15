using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Gateway.Leases;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.Leases;

public sealed class LookupLaneTests(SharedGateway shared)
{
    // Longer than a busy machine takes for anything here, and than the test waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task AnIdentityWhoseSiloDoesNotAnswerHoldsUpNobodyElse()
    {
        var lane = new LookupLane(shared.Grains, ingress: 0, Patience, shared.Gateway.Services.GetRequiredService<GatewayInstruments>(), TimeProvider.System);
        var hanging = Enumerable.Range(0, 4 * LookupLane.MaxInFlight).Select(_ => Ask(lane, "hang-lane")).ToArray();
        var started = Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Ask(lane, $"lane-{i}")));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Ask(lane, $"lane-{i}")));

        Assert.True(Stopwatch.GetElapsedTime(started) < Patience / 2);
        Assert.All(hanging, asked => Assert.False(asked.IsCompleted));
    }

    private static Task<DecisionReply> Ask(LookupLane lane, string identity) => lane.AskAsync(
        Identity.Parse(identity),
        new LookupRequest(Capability.Parse(TestPolicies.Open), Plan.Default, FingerprintBatch.Of([new Fingerprint(1)]), Core.Decisions.Admission.Partial));
}
