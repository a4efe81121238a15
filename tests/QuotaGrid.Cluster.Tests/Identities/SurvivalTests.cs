using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>What an identity spent and knows outlives its activation, on the shared silos.</summary>
public sealed class SurvivalTests(SharedCluster shared)
{
    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task KnownTargetsStayFreeAndPermitsStaySpentAfterDeactivation()
    {
        var grain = await SpendAsync(Silos, "deactivated");

        await Silos.Cluster.DeactivateAsync(grain);

        await AssertSpentAsync(grain);
    }

    [Fact]
    public async Task KnownTargetsStayFreeAndPermitsStaySpentAfterMigration()
    {
        var grain = await SpendAsync(Silos, "migrated");
        var from = Silos.SiloOf(grain).SiloAddress;
        var to = Silos.Cluster.Silos.First(silo => !silo.SiloAddress.Equals(from)).SiloAddress;

        await Silos.Cluster.MigrateAsync(grain, to);

        await AssertSpentAsync(grain);
        Assert.Equal(to, Silos.SiloOf(grain).SiloAddress);
        Assert.DoesNotContain(Silos.Log.Lines, line => line.Text.Contains("hydrate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AMigratedIdentityStoresWhatItDecidesNext()
    {
        var grain = await SpendAsync(Silos, "migrated-and-stored");
        var from = Silos.SiloOf(grain).SiloAddress;
        await Silos.Cluster.MigrateAsync(grain, Silos.Cluster.Silos.First(silo => !silo.SiloAddress.Equals(from)).SiloAddress);

        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());
        await grain.DecideAsync(Requests.For(Plan.Default, 100));
        await written;

        var stored = await Silos.ReadIdentityAsync(grain);
        Assert.Equal(41, stored.Find(TestPolicies.Lookup)!.Evidence.Asked);
        Assert.Equal(2, stored.Find(TestPolicies.Lookup)!.Evidence.Requests);
    }

    [Fact]
    public async Task WhatIsReportedOfOutcomesSurvivesDeactivation()
    {
        var grain = await SpendAsync(Silos, "outcomes-survive");
        await grain.RecordOutcomesAsync(new OutcomeReport(TestPolicies.Lookup, Requests.Batch(0, 1, 2), Requests.Batch(3, 999)));

        await Silos.Cluster.DeactivateAsync(grain);

        var evidence = Assert.Single((await grain.GetState()).Capabilities).Evidence;
        Assert.Equal((3, 1, 1), (evidence.Found, evidence.Missing, evidence.Unmatched));
    }

    [Fact]
    public async Task AnIdentityThatDidNotChangeIsNotWrittenAgain()
    {
        var grain = Silos.Identity("written-once");
        var written = Silos.Probe.NextWriteAsync(grain.GetGrainId());
        await grain.DecideAsync(Requests.For(Plan.Default, 1));
        await written;

        await Silos.Cluster.DeactivateAsync(grain);
        await grain.GetState();
        await Silos.Cluster.DeactivateAsync(grain);

        // The ceiling before the answer, and what was charged exactly when the identity left memory; nothing when it left without a change.
        Assert.Equal(2, Silos.Probe.WritesOf(grain.GetGrainId()));
    }

    /// <summary>Spends 40 permits on the targets 0 to 39.</summary>
    internal static async Task<IIdentityGrain> SpendAsync(ClusterUnderTest silos, string identity)
    {
        var grain = silos.Identity(identity);
        var reply = await grain.DecideAsync(Requests.For(Plan.Default, Enumerable.Range(0, 40)));
        Assert.Equal((Outcome.Allowed, 40), (reply.Decision.Outcome, reply.Decision.Novel));
        return grain;
    }

    /// <summary>Asserts that the 40 targets are known, and that 40 permits of each limit are gone, or those under a ceiling that was taken over.</summary>
    internal static async Task AssertSpentAsync(IIdentityGrain grain, int items = 40, int novel = 40)
    {
        var reply = await grain.DecideAsync(Requests.For(Plan.Default, Enumerable.Range(0, 40)));
        Assert.Equal((Outcome.Allowed, 0), (reply.Decision.Outcome, reply.Decision.Novel));
        Assert.Equal(TestPolicies.Burst - items - 40, reply.Decision.Limits[0].Remaining);
        Assert.Equal(TestPolicies.Novel - novel, reply.Decision.Limits[1].Remaining);
    }
}
