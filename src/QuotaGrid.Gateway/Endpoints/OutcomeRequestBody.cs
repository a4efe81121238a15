namespace QuotaGrid.Gateway.Endpoints;

/// <summary>The body of <c>POST /v1/outcomes</c>: what the backend answered for allowed targets.</summary>
public sealed record OutcomeRequestBody
{
    /// <summary>Who asked. Required.</summary>
    public string? Identity { get; init; }

    /// <summary>What the answer revealed. Required.</summary>
    public string? Capability { get; init; }

    /// <summary>Targets that exist. With <see cref="Missing"/>, 1 to the capability's largest batch.</summary>
    public string?[]? Found { get; init; }

    /// <summary>Targets that do not exist.</summary>
    public string?[]? Missing { get; init; }
}
