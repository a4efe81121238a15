namespace QuotaGrid.Deploy.Tests.Compose;

/// <summary>How an image is built.</summary>
internal sealed class ComposeBuild
{
    public required string Context { get; init; }

    public required string Dockerfile { get; init; }
}

/// <summary>What a service waits for.</summary>
internal sealed class ComposeDependency
{
    public required string Condition { get; init; }
}

/// <summary>How a service is asked whether it is well.</summary>
internal sealed class ComposeHealthcheck
{
    public List<string> Test { get; init; } = [];

    public string? Interval { get; init; }

    public string? Timeout { get; init; }

    public int Retries { get; init; }

    public bool Disable { get; init; }
}

/// <summary>How many there are of a service, and how large.</summary>
internal sealed class ComposeDeploy
{
    public int Replicas { get; init; } = 1;

    public ComposeResources? Resources { get; init; }
}

/// <summary>Its bounds.</summary>
internal sealed class ComposeResources
{
    public required Dictionary<string, string> Limits { get; init; }
}
