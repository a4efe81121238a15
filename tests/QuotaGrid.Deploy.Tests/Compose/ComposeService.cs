namespace QuotaGrid.Deploy.Tests.Compose;

/// <summary>A service of a Compose file.</summary>
internal sealed class ComposeService
{
    public required string Image { get; init; }

    public ComposeBuild? Build { get; init; }

    public bool ReadOnly { get; init; }

    public string? User { get; init; }

    public string? NetworkMode { get; init; }

    public List<string> CapDrop { get; init; } = [];

    public List<string> SecurityOpt { get; init; } = [];

    public string? Restart { get; init; }

    public List<string> Entrypoint { get; init; } = [];

    public List<string> Command { get; init; } = [];

    public Dictionary<string, string> Environment { get; init; } = [];

    public List<string> Volumes { get; init; } = [];

    public List<string> Ports { get; init; } = [];

    public Dictionary<string, ComposeDependency> DependsOn { get; init; } = [];

    public ComposeHealthcheck? Healthcheck { get; init; }

    public ComposeDeploy? Deploy { get; init; }

    public string? StopGracePeriod { get; init; }
}
