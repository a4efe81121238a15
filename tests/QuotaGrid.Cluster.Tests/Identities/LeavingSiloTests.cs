using Orleans.Runtime.Messaging;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>Identities outlive the silo that they are on; each test takes a silo away from a cluster of its own.</summary>
[Collection(nameof(OwnCluster))]
public sealed class LeavingSiloTests : IAsyncLifetime
{
    private const int Identities = 12;

    private readonly TemporaryDirectory _directory = new();
    private ClusterUnderTest? _silos;

    private ClusterUnderTest Silos => _silos!;

    public async ValueTask InitializeAsync() => _silos = await ClusterUnderTest.StartAsync(_directory.Path, TestPolicies.Source());

    public async ValueTask DisposeAsync()
    {
        await Silos.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task KnownTargetsStayFreeAndPermitsStaySpentWhenASiloStops()
    {
        var grains = await SpendAsync();

        await Silos.Cluster.StopSiloAsync(Silos.SiloOf(grains[0]), TestContext.Current.CancellationToken);

        await Task.WhenAll(grains.Select(grain => SurvivalTests.AssertSpentAsync(grain)));
    }

    [Fact]
    public async Task WhatWasSnapshottedIsBackWhenASiloIsKilledWithTheCeilingTakenForSpent()
    {
        var written = Names().Select(name => Silos.Probe.NextWriteAsync(Silos.Identity(name).GetGrainId())).ToArray();
        var grains = await SpendAsync();
        await Task.WhenAll(written);

        var killed = Silos.SiloOf(grains[0]);
        var lost = grains.Where(grain => Silos.SiloOf(grain) == killed).ToHashSet();

        await Silos.Cluster.KillSiloAsync(killed, TestContext.Current.CancellationToken);

        // Until it is known that the silo is gone, calls to it find nobody.
        await Task.WhenAll(lost.Select(AnswersAsync));

        // 2 % of 30 days are 2 of 100 items and 1.2 of 60 new targets: of those 18.8 are left, and 0.8 of a permit is none.
        await Task.WhenAll(grains.Select(grain => lost.Contains(grain) ? SurvivalTests.AssertSpentAsync(grain, items: 42, novel: 42) : SurvivalTests.AssertSpentAsync(grain)));
    }

    private static async Task AnswersAsync(IIdentityGrain grain)
    {
        for (var waited = 0; ; waited++)
        {
            try
            {
                await grain.GetState();
                return;
            }
            catch (Exception failure) when (waited < 300 && failure is OrleansMessageRejectionException or ConnectionFailedException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
    }

    private static IEnumerable<string> Names() => Enumerable.Range(0, Identities).Select(i => $"leaving-{i}");

    private async Task<IIdentityGrain[]> SpendAsync() => await Task.WhenAll(Names().Select(name => SurvivalTests.SpendAsync(Silos, name)));
}
