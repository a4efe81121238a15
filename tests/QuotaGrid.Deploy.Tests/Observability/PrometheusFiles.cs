namespace QuotaGrid.Deploy.Tests.Observability;

/// <summary>The part of Prometheus' configuration that is used.</summary>
internal sealed class PrometheusFile
{
    public required Dictionary<string, string> Global { get; init; }

    public List<string> RuleFiles { get; init; } = [];

    public required List<ScrapeConfig> ScrapeConfigs { get; init; }
}

/// <summary>What is scraped.</summary>
internal sealed class ScrapeConfig
{
    public required string JobName { get; init; }

    public required List<DnsDiscovery> DnsSdConfigs { get; init; }
}

/// <summary>How it is found.</summary>
internal sealed class DnsDiscovery
{
    public required List<string> Names { get; init; }

    public required string Type { get; init; }

    public required int Port { get; init; }

    public string? RefreshInterval { get; init; }
}

/// <summary>Alerts.</summary>
internal sealed class RuleFile
{
    public required List<RuleGroup> Groups { get; init; }
}

/// <summary>Some of them.</summary>
internal sealed class RuleGroup
{
    public required string Name { get; init; }

    public required List<AlertRule> Rules { get; init; }
}

/// <summary>One of them.</summary>
internal sealed class AlertRule
{
    public required string Alert { get; init; }

    public required string Expr { get; init; }

    public required string For { get; init; }

    public required Dictionary<string, string> Labels { get; init; }

    public required Dictionary<string, string> Annotations { get; init; }
}
