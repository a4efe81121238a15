using QuotaGrid.Deploy.Tests.Compose;
using QuotaGrid.Deploy.Tests.Fixtures;

namespace QuotaGrid.Deploy.Tests.Observability;

/// <summary>Prometheus scrapes, and the collector takes, what the Compose file has.</summary>
public sealed class CollectorTests
{
    private static readonly ComposeFile Compose = StrictYaml.Read<ComposeFile>(Repository.Read("deploy/compose.yaml"));

    [Fact]
    public void PrometheusScrapesTheSilosAndTheEdges()
    {
        var file = StrictYaml.Read<PrometheusFile>(Repository.Read("deploy/prometheus/prometheus.yml"));

        Assert.Equal(["quotagrid-silo", "quotagrid-edge"], file.ScrapeConfigs.Select(job => job.JobName));
        foreach (var discovery in file.ScrapeConfigs.SelectMany(job => job.DnsSdConfigs))
        {
            Assert.Contains(Assert.Single(discovery.Names), Compose.Services.Keys);
            Assert.Equal(("A", 8080), (discovery.Type, discovery.Port));
        }

        Assert.All(file.RuleFiles, rules => Assert.True(File.Exists(Repository.PathOf($"deploy/prometheus/{rules}"))));
    }

    [Fact]
    public void TheCollectorsPipelinesAreOfPartsThatItHas()
    {
        var file = StrictYaml.Read<CollectorFile>(Repository.Read("deploy/otel/collector.yaml"));

        Assert.Equal(["metrics", "traces"], file.Service.Pipelines.Keys.Order());
        Assert.All(file.Service.Pipelines.Values, pipeline =>
        {
            Assert.All(pipeline.Receivers, part => Assert.Contains(part, file.Receivers.Keys));
            Assert.All(pipeline.Processors, part => Assert.Contains(part, file.Processors.Keys));
            Assert.All(pipeline.Exporters, part => Assert.Contains(part, file.Exporters.Keys));
        });
        Assert.Equal(file.Exporters.Keys.Order(), file.Service.Pipelines.Values.SelectMany(pipeline => pipeline.Exporters).Distinct().Order());
    }

    [Fact]
    public void ProcessesSendWhereTheCollectorListens()
    {
        var file = StrictYaml.Read<CollectorFile>(Repository.Read("deploy/otel/collector.yaml"));
        var endpoint = new Uri("http://" + file.Receivers["otlp"].Protocols["grpc"].Endpoint);

        Assert.All(["silo", "edge"], name =>
        {
            var sent = new Uri(Compose.Services[name].Environment["OTEL_EXPORTER_OTLP_ENDPOINT"]);
            Assert.Equal(endpoint.Port, sent.Port);
            Assert.Contains(sent.Host, Compose.Services.Keys);
        });
    }
}
