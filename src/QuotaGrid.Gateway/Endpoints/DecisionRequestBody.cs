namespace QuotaGrid.Gateway.Endpoints;

/// <summary>The body of <c>POST /v1/decisions</c>.</summary>
public sealed record DecisionRequestBody
{
    /// <summary>Who asks: 1 to 256 UTF-8 bytes without control characters. Required.</summary>
    public string? Identity { get; init; }

    /// <summary>What the answer reveals: a capability of the policies in force. Required.</summary>
    public string? Capability { get; init; }

    /// <summary>What is asked about: 1 to the capability's largest batch. Required.</summary>
    public string?[]? Targets { get; init; }

    /// <summary>The plan that the identity is on. Default: <c>default</c>.</summary>
    public string? Plan { get; init; }

    /// <summary>
    /// Whom the identity belongs to, such as the customer whose key it is: 1 to 256 UTF-8 bytes without control characters. The tenant's budget is charged too. Default: nobody.
    /// </summary>
    public string? Tenant { get; init; }

    /// <summary><c>partial</c> admits each target that fits, <c>whole</c> all or none. Default: <c>partial</c>.</summary>
    public string? Admission { get; init; }

    /// <summary>
    /// What the gateway knows of the client, by names such as <c>network</c>, <c>asn</c>, <c>client</c>: at most 16, each value of at most 256 characters. Those
    /// that the policy's detection names make cohorts, and have at most 128 printable ASCII characters without spaces; the others are ignored.
    /// </summary>
    public Dictionary<string, string?>? Attributes { get; init; }
}
