namespace QuotaGrid.Gateway.Endpoints;

/// <summary>The body of <c>POST /v1/challenges</c>: what came of a challenge that a client was set.</summary>
public sealed record ChallengeRequestBody
{
    /// <summary>Who. Required.</summary>
    public string? Identity { get; init; }

    /// <summary>What was denied. Required.</summary>
    public string? Capability { get; init; }

    /// <summary>Names the challenge: another one for each, the same one when a report is sent again. Required, 1 to 128 printable ASCII characters.</summary>
    public string? Id { get; init; }

    /// <summary>Whether the client proved itself. Required.</summary>
    public bool? Passed { get; init; }
}
