using System.Text.Json;
using QuotaGrid.Deploy.Tests.Fixtures;

namespace QuotaGrid.Deploy.Tests.Observability;

/// <summary>Dashboards and alerts ask for metrics and labels that processes export.</summary>
public sealed class DashboardTests(ExportedMetrics metrics)
{
    // What Prometheus itself says of a target, and gives each sample.
    private static readonly string[] Targets = ["job", "instance", "le"];

    private static readonly JsonElement Dashboard = JsonDocument.Parse(Repository.Read("deploy/grafana/dashboards/quotagrid.json")).RootElement;

    [Fact]
    public void WhatIsScrapedIsNamedAsTheTableHasIt()
    {
        var own = metrics.Scraped.Keys.Where(name => name.StartsWith("quotagrid_", StringComparison.Ordinal)).ToArray();

        Assert.True(own.Length > 15);
        Assert.All(own, name => Assert.Contains(name, metrics.Documented.Keys));
    }

    [Fact]
    public void EveryPanelAsksForWhatIsExported()
    {
        var expressions = Panels().SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!).ToArray();

        Assert.True(expressions.Length > 20);
        Assert.All(expressions, AssertExported);
    }

    [Fact]
    public void EveryAlertAsksForWhatIsExported()
    {
        var rules = StrictYaml.Read<RuleFile>(Repository.Read("deploy/prometheus/alerts.yml")).Groups.SelectMany(group => group.Rules).ToArray();

        Assert.True(rules.Length > 4);
        Assert.All(rules, rule => AssertExported(rule.Expr));
        Assert.All(rules, rule => Assert.Contains(rule.Labels["severity"], (string[])["page", "ticket"]));
    }

    [Theory]
    [InlineData("sum(rate(quotagrid_no_such_total[1m]))")]
    [InlineData("sum by (quotagrid_no_such) (rate(quotagrid_sync_reports_total[1m]))")]
    [InlineData("rate(quotagrid_sync_reports_total{no_such=\"x\"}[1m])")]
    public void AMetricOrALabelThatNobodyExportsIsFound(string expression) => Assert.ThrowsAny<Exception>(() => AssertExported(expression));

    [Fact]
    public void PanelsHavePlacesAndIdsOfTheirOwnAndTheProvisionedDataSource()
    {
        var panels = Dashboard.GetProperty("panels").EnumerateArray().ToArray();
        Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("gridPos").GetRawText()).Distinct().Count());

        var source = Assert.Single(StrictYaml.Read<DataSourceFile>(Repository.Read("deploy/grafana/provisioning/datasources/prometheus.yaml")).Datasources);
        Assert.All(Panels(), panel => Assert.Equal(source.Uid, panel.GetProperty("datasource").GetProperty("uid").GetString()));
        Assert.Equal("http://prometheus:9090", source.Url);
    }

    private static IEnumerable<JsonElement> Panels() => Dashboard.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row");

    private void AssertExported(string expression)
    {
        var names = PromQl.Metrics(expression);
        Assert.NotEmpty(names);
        var labels = new HashSet<string>(Targets);
        foreach (var name in names)
        {
            Assert.True(name == "up" || metrics.Scraped.ContainsKey(name) || metrics.Documented.ContainsKey(name), $"Nobody exports {name}.");
            labels.UnionWith(metrics.Scraped.GetValueOrDefault(name) ?? []);
            labels.UnionWith(metrics.Documented.GetValueOrDefault(name) ?? []);
        }

        Assert.All(PromQl.Labels(expression), label => Assert.Contains(label, labels));
    }
}
