using System.Collections.Concurrent;
using System.Diagnostics;
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
                ["quotagrid.decision.duration"] = ("Histogram", "s"),
                ["quotagrid.decision.items"] = ("Counter", "{item}"),
                ["quotagrid.failmode.decisions"] = ("Counter", "{decision}"),
                ["quotagrid.hold.releases"] = ("Counter", "{release}"),
                ["quotagrid.outcome.reports"] = ("Counter", "{report}"),
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
