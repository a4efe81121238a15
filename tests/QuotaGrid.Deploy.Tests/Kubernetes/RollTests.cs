using QuotaGrid.Deploy.Tests.Fixtures;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Roll;

namespace QuotaGrid.Deploy.Tests.Kubernetes;

/// <summary>The manifests' workloads as real processes: from an empty database to serving, and every pod replaced while lookups go on.</summary>
public sealed class RollTests(ITestOutputHelper output)
{
    [Fact]
    public async Task WhatTheManifestsDescribeComesUpIsReplacedAndEndsInTime()
    {
        // The probes' paths, the settings, the secrets' modes, the migration, the init containers and the grace periods: each of them fails this when it is wrong.
        var settings = new RollSettings(1, Repository.PathOf("k8s/overlays/production"), BuiltProgram.Find(null), Identities: 50, PerSecond: 5, Keep: null);

        var result = await RollRun.RunAsync(settings, output.WriteLine, TestContext.Current.CancellationToken);

        Assert.Equal((6, 0, 0), (result.Replaced, result.Killed, result.Restarts));

        // That silos hand over what they hold before they go is measured by the runner; here it only counts that answers come while pods come and go.
        Assert.True(result.Asked.Count(one => one.Problem is null) > 0.9 * result.Asked.Count);
    }
}
