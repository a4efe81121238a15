using System.Net;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Hosting;

/// <summary>The roles of a cluster as processes. A test that ends a silo starts it again.</summary>
public sealed class ClusterTests(ClusterFixture cluster, PostgresServer server) : IClassFixture<ClusterFixture>
{
    private const string Novel = "novel-30d";
    private const int Identities = 32;

    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);

    // The other silo has to miss the dead one's answers before it takes over its grains.
    private static readonly TimeSpan TakeOverDeadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void MigrateSaysWhatItAppliedAndGranted() => Assert.Equal(
        (0, $"Applied 0001-storage.sql, 0002-membership.sql.\nThe role {cluster.Roles.Silo} has the rights of a silo.\nThe role {cluster.Roles.Edge} has the rights of an edge.\n", ""),
        cluster.Migrated);

    [Fact]
    public async Task MigratingAgainChangesNothing()
    {
        var again = await HostProcess.RunAsync(["migrate"], Cancel, new Dictionary<string, string> { ["QUOTAGRID_DATABASE"] = cluster.Roles.MigratorConnection });

        Assert.Equal((0, "The schema is current.\n", ""), again);
    }

    [Fact]
    public async Task WhatOneEdgeAdmittedIsKnownToTheOther()
    {
        var book = UsNumbers.Take(0, 300);

        var first = await cluster.Edge(0).Http.DecideAsync("roams", book);
        var second = await cluster.Edge(1).Http.DecideAsync("roams", book);

        Assert.Equal(("allowed", 4_700), (first.Outcome, first.Remaining(Novel)));
        Assert.Equal(("allowed", 4_700), (second.Outcome, second.Remaining(Novel)));
        Assert.Equal(300, (await cluster.Edge(1).Http.DescribeAsync("roams")).Capability.GetProperty("knownTargets").GetInt32());
    }

    [Fact]
    public async Task AnEdgeHasNoDashboardAndASiloNoDecisions()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.Edge(0).Http.GetAsync("/dashboard")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.Edge(0).Http.GetAsync("/dashboard/DashboardCounters")).Status);
        Assert.Equal(HttpStatusCode.OK, (await cluster.Silo(0).Http.GetAsync("/dashboard/DashboardCounters")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.Silo(0).Http.DecideAsync("x", ["+12125550100"])).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.Silo(0).Http.DescribeAsync("x")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.Silo(0).Http.GetAsync("/openapi/v1.json")).Status);
    }

    [Fact]
    public async Task NoPasswordOrSecretIsSaidAtTheStart()
    {
        Assert.Contains(", role silo, cluster quotagrid\n", cluster.Silo(0).Process.Output);
        Assert.Contains(", role edge, cluster quotagrid\n", cluster.Edge(0).Process.Output);
        Assert.Contains("\n  storage    PostgreSQL at 127.0.0.1:", cluster.Silo(0).Process.Output);
        Assert.DoesNotContain("dashboard", cluster.Edge(0).Process.Output);
        Assert.True(await cluster.Edge(0).Http.IsReadyAsync());
    }

    [Fact]
    public async Task ASiloIsRefusedADatabaseThatIsNotMigrated()
    {
        var ports = LoopbackPorts.Find(3);
        var empty = await server.CreateDatabaseAsync(Cancel);

        var result = await HostProcess.RunAsync(ClusterFixture.SiloArguments(RunningHost.UrlOf(ports[0]), ports[1], ports[2], empty), Cancel);

        Assert.Equal((2, "", "quotagrid: The database has no QuotaGrid schema. Run `quotagrid migrate`.\n"), result);
    }

    [Fact]
    public async Task WhatASiloKnewSurvivesItsStop()
    {
        var identities = Names("stopped");
        await AskAllAsync(identities, UsNumbers.Take(0, 10));

        cluster.Silo(1).Process.Stop();

        Assert.Equal(0, await cluster.Silo(1).Process.WaitForEndAsync(Cancel, StopDeadline));
        await AssertAllKnownAsync(identities, StopDeadline, 4_990);
        await cluster.StartSiloAsync(1);
    }

    [Fact]
    public async Task WhenASiloIsKilledTheOtherAnswersForEveryIdentityAgain()
    {
        var identities = Names("killed");
        await AskAllAsync(identities, UsNumbers.Take(0, 10));
        await SeeAllStoredAsync(identities.Length);

        cluster.Silo(0).Process.Kill();
        await cluster.Silo(0).Process.WaitForEndAsync(Cancel);

        // Of those that were on the killed silo a step of the durable ceiling, 2 % of 5,000, counts as granted.
        var slowest = await AssertAllKnownAsync(identities, TakeOverDeadline, 4_990, 4_890);
        TestContext.Current.TestOutputHelper?.WriteLine($"The last identity was answered for after {slowest}.");
        await cluster.StartSiloAsync(0);
    }

    private static string[] Names(string prefix) => [.. Enumerable.Range(0, Identities).Select(number => $"{prefix}-{number}")];

    // Another test may just have replaced a silo, which takes over a part of the directory then. What is asked again is known, and costs nothing of what is looked at here.
    private async Task AskAllAsync(string[] identities, string[] targets)
    {
        var asked = await Task.WhenAll(identities.Select(identity => Eventually.SeeAsync(
            $"edge 0 answers for {identity}",
            TakeOverDeadline,
            async () => await cluster.Edge(0).Http.DecideAsync(identity, targets) is { Status: HttpStatusCode.OK } reply ? reply : null,
            Cancel)));
        Assert.All(asked, answer => Assert.Equal(4_990, answer.Seen.Remaining(Novel)));
    }

    /// <summary>Asks again for every identity through both edges until it is answered; the targets have to be known then.</summary>
    private async Task<TimeSpan> AssertAllKnownAsync(string[] identities, TimeSpan deadline, params long[] remaining)
    {
        var asked = await Task.WhenAll(
            from identity in identities
            from edge in Enumerable.Range(0, 2)
            select Eventually.SeeAsync(
                $"edge {edge} answers for {identity}",
                deadline,
                async () => await cluster.Edge(edge).Http.DecideAsync(identity, UsNumbers.Take(0, 10)) is { Status: HttpStatusCode.OK } reply ? reply : null,
                Cancel));
        Assert.All(asked, answer => Assert.Equal("allowed", answer.Seen.Outcome));
        Assert.All(asked, answer => Assert.Contains(answer.Seen.Remaining(Novel), remaining));
        return asked.Max(answer => answer.After);
    }

    /// <summary>Waits until nothing is left to be stored: as many snapshots as identities, at least, on both silos together.</summary>
    private async Task SeeAllStoredAsync(int identities)
    {
        var before = 0d;
        await Eventually.SeeAsync(
            "the snapshots are written",
            StopDeadline,
            async () =>
            {
                var written = await WrittenAsync(0) + await WrittenAsync(1);
                var steady = written >= identities && written == before;
                before = written;
                return steady ? cluster : null;
            },
            Cancel);
    }

    private async Task<double> WrittenAsync(int silo) =>
        await cluster.Silo(silo).Http.MetricAsync("quotagrid_snapshot_duration_seconds_count", "quotagrid_result=\"written\"") ?? 0;
}
