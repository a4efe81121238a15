using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
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

    [Fact]
    public async Task WhatIsAskedOfASilentIdentityGoesTogetherAndNotAllTheTime()
    {
        using var faults = new GrainFaults();
        await using var cluster = await SharedGateway.StartSilosAsync(1, faults);
        await using var gateway = await GatewayUnderTest.StartAsync(cluster.Client);
        using var measured = new MeasurementCollector(gateway);
        var time = new FakeTimeProvider();
        var lane = new LookupLane(cluster.Client, ingress: 0, Patience, gateway.Services.GetRequiredService<GatewayInstruments>(), time);
        List<Task<DecisionReply>> asked = [Ask(lane, "hang-together")];
        Assert.Equal(1, Messages(measured));

        // It is late; the next one is tried, and what comes then waits.
        time.Advance(LookupLane.LateAfter);
        await SeeAsync(() => lane.Silent == 1);
        asked.Add(Ask(lane, "hang-together"));
        await SeeAsync(() => Messages(measured) == 2);
        asked.AddRange(Enumerable.Range(0, 50).Select(_ => Ask(lane, "hang-together")));
        Assert.Equal(2, Messages(measured));
        await SeeAsync(() =>
        {
            // In small steps: the lane may not be waiting yet.
            time.Advance(LookupLane.TryAgainAfter / 20);
            return Messages(measured) == 3;
        });
        Assert.All(asked, one => Assert.False(one.IsCompleted));

        faults.Mend();

        Assert.Equal(52, (await Task.WhenAll(asked)).Length);
        Assert.Equal(3, Messages(measured));
        await SeeAsync(() => lane.Silent == 0);
    }

    private static double Messages(MeasurementCollector measured) => measured.SumOf("quotagrid.lookup.messages").Values.SingleOrDefault();

    private static async Task SeeAsync(Func<bool> isSeen)
    {
        for (var started = Stopwatch.GetTimestamp(); !isSeen();)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static Task<DecisionReply> Ask(LookupLane lane, string identity) => lane.AskAsync(
        Identity.Parse(identity),
        new LookupRequest(Capability.Parse(TestPolicies.Open), Plan.Default, FingerprintBatch.Of([new Fingerprint(1)]), Core.Decisions.Admission.Partial));
}
