using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Sentinel;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Cluster.Tests.Hosting;

/// <summary>Dashboards and alerts are built on these names, units and tag values.</summary>
[Collection(nameof(OwnCluster))]
public sealed class GrainInstrumentsTests
{
    [Fact]
    public async Task EveryInstrumentHasItsNameItsUnitAndItsTagValues()
    {
        using var directory = new TemporaryDirectory();
        await using var silos = await ClusterUnderTest.StartAsync(directory.Path, TestPolicies.Source(), silos: 1);
        // The silo's own meters: other clusters of this process have theirs.
        var meters = silos.Cluster.Silos[0].SiloHost.Services.GetRequiredService<IMeterFactory>();
        using var collector = new MeasurementCollector(meter => meter.Name == "QuotaGrid.Grains" && ReferenceEquals(meter.Scope, meters));
        var grain = silos.Identity("measured");

        await grain.DecideAsync(Requests.For(Plan.Default, Enumerable.Range(0, 50)));
        await grain.DecideAsync(Requests.For(Plan.Default, Enumerable.Range(40, 30)));
        await grain.DecideAsync(Requests.For(Plan.Default, 90));
        await grain.DecideAsync(Requests.For(TestPolicies.Shadow, 1, 2));
        var failed = silos.Probe.NextFailureAsync(grain.GetGrainId());
        silos.Probe.Fail(grain.GetGrainId(), failing: true);
        await grain.RecordOutcomesAsync(new OutcomeReport(TestPolicies.Lookup, Requests.Batch(1), Requests.Batch()));
        await failed;
        silos.Probe.Fail(grain.GetGrainId(), failing: false);
        await silos.Cluster.DeactivateAsync(grain);
        await grain.GetState();
        await silos.Storage.WriteStateAsync(ClusterUnderTest.IdentityStateName, grain.GetGrainId(), await silos.ReadAsync(grain));

        // What was charged is over the ceiling that was read, and the row is another activation's by now: no answer, and no decision.
        await Assert.ThrowsAsync<ChargesNotStoredException>(async () => await grain.DecideAsync(Requests.For(Plan.Default, 1)));
        await grain.DecideAsync(Requests.For(Plan.Default, 1));
        await silos.Cluster.DeactivateAsync(grain);
        collector.Observe();

        Assert.Equal(
            new Dictionary<string, (string, string?)>
            {
                ["quotagrid.budget.reports"] = ("Counter", "{report}"),
                ["quotagrid.cohort.dropped"] = ("ObservableCounter", "{cohort}"),
                ["quotagrid.cohort.exchanges"] = ("Counter", "{message}"),
                ["quotagrid.cohort.held"] = ("ObservableGauge", "{cohort}"),
                ["quotagrid.cohort.used_up"] = ("ObservableGauge", "{cohort}"),
                ["quotagrid.campaign.members"] = ("ObservableGauge", "{identity}"),
                ["quotagrid.campaign.open"] = ("ObservableGauge", "{campaign}"),
                ["quotagrid.containment.active"] = ("ObservableGauge", "{containment}"),
                ["quotagrid.containment.decisions"] = ("Counter", "{decision}"),
                ["quotagrid.coverage.dropped"] = ("ObservableCounter", "{drop}"),
                ["quotagrid.coverage.exchanges"] = ("Counter", "{message}"),
                ["quotagrid.coverage.regions"] = ("ObservableGauge", "{region}"),
                ["quotagrid.coverage.size"] = ("ObservableGauge", "By"),
                ["quotagrid.identity.active"] = ("UpDownCounter", "{identity}"),
                ["quotagrid.identity.convictions"] = ("Counter", "{conviction}"),
                ["quotagrid.identity.decisions"] = ("Counter", "{decision}"),
                ["quotagrid.identity.novel"] = ("Counter", "{target}"),
                ["quotagrid.identity.recognised"] = ("Counter", "{target}"),
                ["quotagrid.policy.version"] = ("ObservableGauge", "{version}"),
                ["quotagrid.sentinel.notices"] = ("Counter", "{conviction}"),
                ["quotagrid.webhook.deliveries"] = ("Counter", "{delivery}"),
                ["quotagrid.snapshot.duration"] = ("Histogram", "s"),
                ["quotagrid.snapshot.size"] = ("Histogram", "By"),
            },
            collector.Instruments);
        Assert.Equal(
            [
                "quotagrid.capability=accounts.lookup quotagrid.outcome=allowed quotagrid.stage=enforced",
                "quotagrid.capability=accounts.lookup quotagrid.outcome=partial quotagrid.stage=enforced",
                "quotagrid.capability=accounts.lookup quotagrid.outcome=denied quotagrid.stage=enforced",
                "quotagrid.capability=accounts.lookup quotagrid.outcome=allowed quotagrid.stage=shadow",
                "quotagrid.capability=accounts.lookup quotagrid.outcome=allowed quotagrid.stage=enforced",
            ],
            collector.Of("quotagrid.identity.decisions").Select(one => one.Tags));
        Assert.Equal(60, collector.Of("quotagrid.identity.novel").Sum(one => one.Value));
        Assert.All(collector.Of("quotagrid.identity.novel"), one => Assert.Equal("quotagrid.capability=accounts.lookup", one.Tags));
        Assert.Equal([1, -1, 1, -1, 1, -1], collector.Of("quotagrid.identity.active").Select(one => one.Value));
        Assert.Equal(1, Assert.Single(collector.Of("quotagrid.policy.version")).Value);
        Assert.Equal(
            ["quotagrid.result=written", "quotagrid.result=failed", "quotagrid.result=conflict"],
            collector.Of("quotagrid.snapshot.duration").Select(one => one.Tags).Distinct());
        Assert.All(collector.Of("quotagrid.snapshot.size"), one => Assert.InRange(one.Value, 100, 2000));
        Assert.Equal(GrainInstruments.MeterName, "QuotaGrid.Grains");
    }

    [Fact]
    public async Task AConvictionIsCountedByWhatDidMostForItAndWhatIsDone()
    {
        using var directory = new TemporaryDirectory();
        await using var silos = await ClusterUnderTest.StartAsync(directory.Path, TestPolicies.Source(), silos: 1);
        var meters = silos.Cluster.Silos[0].SiloHost.Services.GetRequiredService<IMeterFactory>();
        using var collector = new MeasurementCollector(meter => meter.Name == "QuotaGrid.Grains" && ReferenceEquals(meter.Scope, meters));

        await silos.Identity("in-order").DecideAsync(Requests.Placed(RegionKey.Parse("e164:1212"), Enumerable.Range(0, 50), Enumerable.Range(1, 49)));

        var counted = Assert.Single(collector.Of("quotagrid.identity.convictions"));
        Assert.Equal((1, "quotagrid.capability=accounts.lookup quotagrid.signal=order quotagrid.action=tighten quotagrid.stage=enforced"), (counted.Value, counted.Tags));
        await silos.Identity("in-order").DecideAsync(Requests.Placed(RegionKey.Parse("e164:1212"), [77_777]));
        Assert.Contains(collector.Of("quotagrid.containment.decisions"), one => one.Tags == "quotagrid.action=tighten quotagrid.scope=identity");
        while (!collector.Of("quotagrid.coverage.exchanges").Any(one => one.Tags == "quotagrid.result=answered"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        collector.Observe();
        Assert.Contains(collector.Of("quotagrid.coverage.size"), one => one.Value > 0);
        Assert.All(collector.Of("quotagrid.coverage.dropped"), one => Assert.Equal(0, one.Value));
    }

    [Fact]
    public async Task CampaignsAndWhatIsDoneAboutCohortsAreMeasuredByTheSiloThatHasTheSentinel()
    {
        using var directory = new TemporaryDirectory();
        await using var silos = await ClusterUnderTest.StartAsync(directory.Path, TestPolicies.Source(), silos: 1);
        var meters = silos.Cluster.Silos[0].SiloHost.Services.GetRequiredService<IMeterFactory>();
        using var collector = new MeasurementCollector(meter => meter.Name == "QuotaGrid.Grains" && ReferenceEquals(meter.Scope, meters));
        var now = Instant.From(TimeProvider.System.GetUtcNow());
        var client = new CohortSize(Cohort.Of("client", "ja4:x"), 3, 100_000);
        var sentinel = silos.Grains.GetGrain<ISentinelGrain>(ISentinelGrain.Key);

        await sentinel.TellAsync(
            [.. Enumerable.Range(0, 3).Select(i => new ConvictionNotice(
                Core.Identities.Identity.Parse($"p{i}"),
                TestPolicies.Lookup,
                new Conviction { Count = 1, Action = ContainmentAction.Tighten, Stage = Stage.Enforced, Since = now, Until = now + TimeSpan.FromHours(1), LogEValue = 14 },
                [],
                [client]))],
            0);
        await sentinel.ContainCohortAsync(TestPolicies.Lookup, Cohort.Of("client", "ja4:y"), ContainmentAction.Block, now + TimeSpan.FromHours(1));
        collector.Observe();

        Assert.Equal([(1, "quotagrid.capability=accounts.lookup")], collector.Of("quotagrid.campaign.open").Select(one => ((int)one.Value, one.Tags)));
        Assert.Equal([(3, "quotagrid.capability=accounts.lookup")], collector.Of("quotagrid.campaign.members").Select(one => ((int)one.Value, one.Tags)));
        Assert.Equal(
            [(1, "quotagrid.scope=cohort quotagrid.action=block quotagrid.stage=enforced")], collector.Of("quotagrid.containment.active").Select(one => ((int)one.Value, one.Tags)));
    }
}
