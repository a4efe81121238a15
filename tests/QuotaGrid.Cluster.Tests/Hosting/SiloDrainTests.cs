using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Cluster.Tests.Identities;
using QuotaGrid.Contracts.Coverage;
using QuotaGrid.Core.Coverage;

namespace QuotaGrid.Cluster.Tests.Hosting;

/// <summary>A silo that stops hands its grains over. Snapshots are far apart here, so that what is known afterwards was carried over, or stored in the end.</summary>
[Collection(nameof(OwnCluster))]
public sealed class SiloDrainTests : IAsyncLifetime
{
    private const int Identities = 60;
    private const int Callers = 16;

    private readonly TemporaryDirectory _directory = new();
    private ClusterUnderTest? _silos;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClusterUnderTest Silos => _silos!;

    public async ValueTask InitializeAsync() =>
        _silos = await ClusterUnderTest.StartAsync(_directory.Path, TestPolicies.Source(), snapshotInterval: TimeSpan.FromMinutes(5));

    public async ValueTask DisposeAsync()
    {
        await Silos.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task EachIdentityGoesOnInAnotherSilosMemoryWithExactlyItsState()
    {
        var grains = await Task.WhenAll(Enumerable.Range(0, Identities).Select(i => SurvivalTests.SpendAsync(Silos, $"drained-{i}")));
        var stopped = Silos.SiloOf(grains[0]);
        var moved = grains.Where(grain => Silos.SiloOf(grain) == stopped).ToArray();
        var others = Silos.Cluster.Silos.Where(silo => silo != stopped).ToArray();

        await Silos.Cluster.StopSiloAsync(stopped, Cancel);

        // In memory before anybody asks, on both of the others.
        Assert.Equal(others.ToHashSet(), moved.Select(Silos.SiloOf).ToHashSet());
        await Task.WhenAll(grains.Select(grain => SurvivalTests.AssertSpentAsync(grain)));
        Assert.Contains(Silos.Log.Lines, line => line.Text.Contains(" grains were handed over to 2 silos in ", StringComparison.Ordinal));
        Assert.DoesNotContain(Silos.Log.Lines, line => line.Text.Contains("could not be handed over", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NoDecisionOfThoseThatAreAskedForMeanwhileIsLost()
    {
        var stopped = Silos.Cluster.Silos[^1];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var admitted = new int[Callers];
        var callers = Enumerable.Range(0, Callers).Select(async caller =>
        {
            var grain = Silos.Identity($"meanwhile-{caller}", silo: caller % 2);
            for (; !stop.IsCancellationRequested && admitted[caller] < TestPolicies.LargeBurst; admitted[caller]++)
            {
                Assert.Equal(1, (await grain.DecideAsync(Requests.For(TestPolicies.Large, 0))).Decision.Allowed.Count);
            }
        }).ToArray();

        await Silos.Cluster.StopSiloAsync(stopped, Cancel);
        await stop.CancelAsync();
        await Task.WhenAll(callers);

        // Each was charged once, and no step of a ceiling was lost.
        for (var caller = 0; caller < Callers; caller++)
        {
            var limits = Assert.Single((await Silos.Identity($"meanwhile-{caller}", silo: 0).GetState()).Capabilities).Limits;
            Assert.Equal([TestPolicies.LargeBurst - admitted[caller], TestPolicies.LargeNovel - 1], limits.Select(limit => limit.Remaining));
        }
    }

    [Fact]
    public async Task AnIdentityWhoseStateIsStillBeingReadIsNotHandedOverAsOneThatKnowsNothing()
    {
        var grain = await SurvivalTests.SpendAsync(Silos, "read-late");
        await Silos.Cluster.DeactivateAsync(grain);
        var held = Silos.Probe.HoldRead(grain.GetGrainId());
        var asked = Silos.Identity("read-late").GetState();
        await held.Arrived;

        var stopping = Silos.Cluster.StopSiloAsync(Silos.SiloOf(grain), Cancel);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, Cancel);
        held.Release();
        await stopping;
        await Task.WhenAny(asked);

        await SurvivalTests.AssertSpentAsync(Silos.Identity("read-late"));
    }

    [Fact]
    public async Task WhatWasAskedForWhileASiloHandedOverIsKnownToEverybodyAfterwards()
    {
        var region = RegionKey.Parse("e164:1333");
        var stopped = Silos.Cluster.Silos[^1];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        // Each identity is new and asks once: many are activated on the silo that stops, also in its last moments.
        var callers = Enumerable.Range(0, Callers).Select(async caller =>
        {
            var asked = 0;
            for (; !stop.IsCancellationRequested; asked++)
            {
                var number = (asked * Callers) + caller;
                var reply = await Silos.Identity($"told-{number}", silo: caller % 2).DecideAsync(Requests.Placed(region, [number]));
                Assert.Equal(1, reply.Decision.Allowed.Count);
            }

            return asked;
        }).ToArray();

        await Silos.Cluster.StopSiloAsync(stopped, Cancel);
        await stop.CancelAsync();
        var targets = (await Task.WhenAll(callers)).Sum();

        // The others tell every second.
        var grain = Silos.Grains.GetGrain<IRegionGrain>(region.ToString());
        for (var attempt = 0; attempt < 50 && (await grain.GetState()).Targets < targets; attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancel);
        }

        Assert.Equal(targets, (await grain.GetState()).Targets);
    }
}
