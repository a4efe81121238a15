using System.Text.Json.Serialization;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>The answer of <c>POST /v1/decisions</c>. Fields may be added.</summary>
public sealed record DecisionBody
{
    /// <summary><c>allowed</c>, <c>partial</c> or <c>denied</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The places of the targets that may be looked up.</summary>
    public required int[] Allowed { get; init; }

    /// <summary>The places of the targets that may not.</summary>
    public required int[] Denied { get; init; }

    /// <summary>The places of the targets that could not be read.</summary>
    public required int[] Invalid { get; init; }

    /// <summary>The limit that denied; null when none did.</summary>
    public required string? Limit { get; init; }

    /// <summary>Seconds until asking again for what was denied is of use; null when nothing was denied, or waiting never helps.</summary>
    public required double? RetryAfter { get; init; }

    /// <summary>What is done about the identity beyond its limits, if that denied anything: <c>none</c>, <c>tighten</c>, <c>challenge</c> or <c>block</c>.</summary>
    public required string Action { get; init; }

    /// <summary><c>shadow</c> or <c>enforced</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>The policy that decided.</summary>
    public required string Policy { get; init; }

    /// <summary>The version of the policy set.</summary>
    public required long PolicyVersion { get; init; }

    /// <summary>Where each limit stands.</summary>
    public required LimitBody[] Limits { get; init; }

    /// <summary>Why each target that could not be read could not, in the order of <see cref="Invalid"/>; left out when all could.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? InvalidDetails { get; init; }

    /// <summary>In the shadow stage, the places of the targets that would have been denied; left out when enforced.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? ShadowDenied { get; init; }

    /// <summary>
    /// The permit that the request holds of the policy's in-flight limit: give it back with <c>DELETE /v1/holds/{hold}</c> when the request is done; left out when it
    /// holds none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hold { get; init; }

    /// <summary><c>open</c> when no silo answered and the policy let the request through; left out otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FailMode { get; init; }

    internal static DecisionBody From(GatewayDecision decision) => new()
    {
        Outcome = DecisionWords.WordFor(decision.Outcome),
        Allowed = Places(decision.Allowed),
        Denied = [.. decision.Denied()],
        Invalid = [.. decision.Invalid.Select(invalid => invalid.Index)],
        Limit = decision.Limit,
        RetryAfter = decision.RetryAfter is { } wait ? Problems.Seconds(wait) : null,
        Action = DecisionWords.WordFor(decision.Action),
        Stage = DecisionWords.WordFor(decision.Stage),
        Policy = decision.Policy,
        PolicyVersion = decision.PolicyVersion,
        Limits = [.. decision.Limits.Select(LimitBody.From)],
        InvalidDetails = decision.Invalid.IsEmpty ? null : [.. decision.Invalid.Select(invalid => invalid.Detail)],
        ShadowDenied = decision.ShadowDenied is { } denied ? Places(denied) : null,
        Hold = decision.Hold?.ToString(),
        FailMode = decision.FailMode is { } mode ? DecisionWords.WordFor(mode) : null,
    };

    private static int[] Places(ItemSet items) => [.. Enumerable.Range(0, items.Length).Where(place => items[place])];
}
