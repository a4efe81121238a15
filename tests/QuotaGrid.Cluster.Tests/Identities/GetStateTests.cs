using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>What is shown of an identity: counts, and never a target.</summary>
public sealed class GetStateTests(SharedCluster shared)
{
    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task TheReportCountsWhatTheIdentityDid()
    {
        var grain = Silos.Identity("reported");
        await grain.DecideAsync(Requests.For(Plan.Default, Enumerable.Range(0, 50)));
        await grain.DecideAsync(Requests.For(Plan.Default, Enumerable.Range(40, 30)));
        await grain.RecordOutcomesAsync(new OutcomeReport(TestPolicies.Lookup, Requests.Batch(0, 1), Requests.Batch(2)));

        var report = await grain.GetState();

        Assert.Equal(("reported", 1L), (report.Identity, report.PolicyVersion));
        var used = Assert.Single(report.Capabilities);
        Assert.Equal(("accounts.lookup", "default", "accounts-default", 60), (used.Capability, used.Plan, used.Policy, used.KnownTargets));
        Assert.Equal((2, 80, 10, 60), (used.Evidence.Requests, used.Evidence.Asked, used.Evidence.Denied, used.Evidence.Novel));
        Assert.Equal((2, 1, 0), (used.Evidence.Found, used.Evidence.Missing, used.Evidence.Unmatched));
        Assert.True(used.Evidence.FirstSeen <= used.Evidence.LastSeen);
        Assert.Equal(["items-30d", "novel-30d"], used.Limits.Select(limit => limit.Name));
        Assert.Equal([30, 0], used.Limits.Select(limit => limit.Remaining));
    }

    [Fact]
    public async Task NeitherTheReportNorTheLogShowsAFingerprint()
    {
        var grain = Silos.Identity("no-fingerprints");
        var batch = Requests.Batch(7, 8, 9);
        await grain.DecideAsync(Requests.For(Plan.Default, 7, 8, 9));

        var shown = (await grain.GetState()) + string.Join('\n', Silos.Log.Lines.Select(line => line.Text));

        foreach (var fingerprint in batch.Span.ToArray())
        {
            Assert.DoesNotContain(fingerprint.ToString(), shown, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(fingerprint.Value.ToString(), shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AnUnknownIdentityHasAnEmptyReportAndIsNotStored()
    {
        var grain = Silos.Identity("never-seen");

        var report = await grain.GetState();
        await Silos.Cluster.DeactivateAsync(grain);

        Assert.Equal(("never-seen", 1L), (report.Identity, report.PolicyVersion));
        Assert.Empty(report.Capabilities);
        Assert.False((await Silos.ReadAsync(grain)).RecordExists);
    }

    [Fact]
    public async Task LookingAtAnIdentityChargesAndStoresNothing()
    {
        var grain = Silos.Identity("looked-at");
        await grain.DecideAsync(Requests.For(Plan.Default, 1));
        await Silos.Cluster.DeactivateAsync(grain);
        var before = await Silos.ReadAsync(grain);

        await grain.GetState();
        await grain.GetState();
        await Silos.Cluster.DeactivateAsync(grain);

        Assert.Equal(before.ETag, (await Silos.ReadAsync(grain)).ETag);
    }
}
