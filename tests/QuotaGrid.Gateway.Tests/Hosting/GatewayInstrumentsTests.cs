using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.Hosting;

/// <summary>Dashboards and alerts are built on these names, units and tag values. What fail modes and outcomes count is tested with them.</summary>
public sealed class GatewayInstrumentsTests(SharedGateway shared)
{
    [Fact]
    public async Task EveryInstrumentHasItsNameItsUnitAndItsTagValues()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(shared.Grains);
        await gateway.Services.GetPoliciesAsync();
        using var measured = new MeasurementCollector(gateway);

        await gateway.Client.DecideAsync(Admission.QuotaGridClientTests.Ask("instruments", TestPolicies.Closed, "1", "x"), TestContext.Current.CancellationToken);
        await gateway.Client.DecideAsync(
            Admission.QuotaGridClientTests.Ask("instruments", TestPolicies.Closed, [.. Enumerable.Range(2, 9).Select(i => $"{i}")]), TestContext.Current.CancellationToken);
        await gateway.Client.DecideAsync(Admission.QuotaGridClientTests.Ask("instruments", TestPolicies.Closed, "99"), TestContext.Current.CancellationToken);

        Assert.Equal(
            new Dictionary<string, (string, string?)>
            {
                ["quotagrid.challenge.results"] = ("Counter", "{challenge}"),
                ["quotagrid.decision.duration"] = ("Histogram", "s"),
                ["quotagrid.decision.items"] = ("Counter", "{item}"),
                ["quotagrid.failmode.decisions"] = ("Counter", "{decision}"),
                ["quotagrid.hold.releases"] = ("Counter", "{release}"),
                ["quotagrid.lookup.messages"] = ("Counter", "{message}"),
                ["quotagrid.lease.decisions"] = ("ObservableCounter", "{decision}"),
                ["quotagrid.lease.unkept"] = ("Counter", "{target}"),
                ["quotagrid.outcome.reports"] = ("Counter", "{report}"),
                ["quotagrid.sync.messages"] = ("Counter", "{message}"),
                ["quotagrid.sync.reports"] = ("Counter", "{report}"),
            },
            measured.Instruments);
        Assert.Equal(
            new Dictionary<string, double>
            {
                ["quotagrid.capability=accounts.lookup quotagrid.result=allowed"] = 8,
                ["quotagrid.capability=accounts.lookup quotagrid.result=denied"] = 3,
                ["quotagrid.capability=accounts.lookup quotagrid.result=invalid"] = 1,
            },
            measured.SumOf("quotagrid.decision.items"));
        Assert.Equal(
            [
                "quotagrid.capability=accounts.lookup quotagrid.outcome=allowed",
                "quotagrid.capability=accounts.lookup quotagrid.outcome=denied",
                "quotagrid.capability=accounts.lookup quotagrid.outcome=partial",
            ],
            measured.SumOf("quotagrid.decision.duration").Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task DecisionsAreCountedByWhereTheyWereMadeAndReportsByWhatBecameOfThem()
    {
        // Its clock stands still: it says what it has to say at the stop only.
        await using var gateway = await GatewayUnderTest.StartAsync(
            shared.Grains, options => options.DecisionTimeout = TimeSpan.FromSeconds(2), services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        await gateway.Services.GetPoliciesAsync();
        using var measured = new MeasurementCollector(gateway);
        for (var i = 0; i < 12; i++)
        {
            await gateway.Client.DecideAsync(Admission.QuotaGridClientTests.Ask("counted", TestPolicies.Busy, "1"), TestContext.Current.CancellationToken);
        }

        var decisions = measured.Observe("quotagrid.lease.decisions");
        await gateway.StopAsync();

        // The second request's report says that there was one, which is too few; with the third a lease comes for twice the two before it.
        Assert.Equal(new Dictionary<string, double> { ["quotagrid.where=local"] = 12 - shared.Faults.DecisionsOf("counted"), ["quotagrid.where=strict"] = shared.Faults.DecisionsOf("counted") }, decisions);
        Assert.InRange(decisions["quotagrid.where=local"], 4, 9);
        Assert.Equal(new Dictionary<string, double> { [""] = 1 }, measured.SumOf("quotagrid.sync.messages"));
        Assert.Equal(new Dictionary<string, double> { [""] = shared.Faults.DecisionsOf("counted") }, measured.SumOf("quotagrid.lookup.messages"));
        Assert.Equal(new Dictionary<string, double> { ["quotagrid.result=sent"] = 1 }, measured.SumOf("quotagrid.sync.reports"));
    }

    [Fact]
    public async Task ReportsThatNoSiloAnswersAreCountedAndSentAgain()
    {
        using var faults = new GrainFaults();
        await using var cluster = await SharedGateway.StartSilosAsync(1, faults);
        await using var gateway = await GatewayUnderTest.StartAsync(cluster.Client, options => options.DecisionTimeout = TimeSpan.FromSeconds(2));
        using var measured = new MeasurementCollector(gateway);
        await gateway.Client.DecideAsync(Admission.QuotaGridClientTests.Ask("deaf-one", TestPolicies.Busy, "1"), TestContext.Current.CancellationToken);

        await Seen.Async(() => measured.SumOf("quotagrid.sync.reports").GetValueOrDefault("quotagrid.result=unanswered") >= 2, "reports without an answer");

        Assert.True(measured.SumOf("quotagrid.sync.reports")["quotagrid.result=sent"] >= 2);
    }

    [Fact]
    public async Task AdmittedTargetsThatCannotBeKeptUntilTheyAreStoredAreCounted()
    {
        // With the second request a report tells of the first one's targets, and those are not known to be stored when it is answered.
        await using var gateway = await GatewayUnderTest.StartAsync(shared.Grains, services: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        await gateway.Services.GetPoliciesAsync();
        using var measured = new MeasurementCollector(gateway);
        for (var i = 0; i < 2; i++)
        {
            var targets = Enumerable.Range(i * 1000, 1000).Select(target => $"{target}").ToArray();
            await gateway.Client.DecideAsync(Admission.QuotaGridClientTests.Ask("unkept", TestPolicies.Busy, targets), TestContext.Current.CancellationToken);
        }

        Assert.Equal(new Dictionary<string, double> { [""] = 2000 - 1024 }, measured.SumOf("quotagrid.lease.unkept"));
    }

    [Fact]
    public async Task TheDecisionsActivityIsTheParentOfTheGrainsAndShowsNoTarget()
    {
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "QuotaGrid.Gateway" or "Microsoft.Orleans.Application",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        using var root = new Activity("test").Start();
        await shared.Gateway.Client.DecideAsync(Admission.QuotaGridClientTests.Ask("traced", TestPolicies.Closed, "4815162342"), TestContext.Current.CancellationToken);

        var mine = activities.Where(activity => activity.TraceId == root.TraceId).ToArray();
        var decide = Assert.Single(mine, activity => activity.OperationName == "quotagrid.decide");
        Assert.Equal(ActivityKind.Client, decide.Kind);
        Assert.Equal(
            new Dictionary<string, object?> { ["quotagrid.capability"] = "accounts.lookup", ["quotagrid.items"] = 1, ["quotagrid.outcome"] = "allowed" },
            decide.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value));
        Assert.Contains(mine, activity => activity.Source.Name == "Microsoft.Orleans.Application" && activity.ParentSpanId == decide.SpanId);
        Assert.DoesNotContain(mine, activity => activity.TagObjects.Any(tag => $"{tag.Value}".Contains("4815162342", StringComparison.Ordinal)));
    }
}
