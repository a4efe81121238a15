namespace QuotaGrid.Deploy.Tests.Observability;

/// <summary>The part of the OpenTelemetry collector's configuration that is used.</summary>
internal sealed class CollectorFile
{
    public required Dictionary<string, CollectorReceiver> Receivers { get; init; }

    public required Dictionary<string, Dictionary<string, string>> Processors { get; init; }

    public required Dictionary<string, Dictionary<string, string>> Exporters { get; init; }

    public required CollectorService Service { get; init; }
}

/// <summary>Where it listens.</summary>
internal sealed class CollectorReceiver
{
    public required Dictionary<string, CollectorProtocol> Protocols { get; init; }
}

/// <summary>For one protocol.</summary>
internal sealed class CollectorProtocol
{
    public required string Endpoint { get; init; }
}

/// <summary>What is connected with what.</summary>
internal sealed class CollectorService
{
    public required Dictionary<string, CollectorPipeline> Pipelines { get; init; }
}

/// <summary>One way through it.</summary>
internal sealed class CollectorPipeline
{
    public required List<string> Receivers { get; init; }

    public List<string> Processors { get; init; } = [];

    public required List<string> Exporters { get; init; }
}
