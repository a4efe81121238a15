using YamlDotNet.Serialization;

namespace QuotaGrid.Deploy.Tests.Observability;

/// <summary>Grafana's provisioned data sources.</summary>
internal sealed class DataSourceFile
{
    [YamlMember(Alias = "apiVersion", ApplyNamingConventions = false)]
    public required int ApiVersion { get; init; }

    public required List<DataSource> Datasources { get; init; }
}

/// <summary>One of them.</summary>
internal sealed class DataSource
{
    public required string Name { get; init; }

    public required string Uid { get; init; }

    public required string Type { get; init; }

    public required string Access { get; init; }

    public required string Url { get; init; }

    [YamlMember(Alias = "isDefault", ApplyNamingConventions = false)]
    public bool IsDefault { get; init; }

    public bool Editable { get; init; }
}
