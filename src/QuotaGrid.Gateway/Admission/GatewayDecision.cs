using System.Collections.Immutable;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Gateway.Admission;

/// <summary>The answer to a request, by the places of its targets.</summary>
public sealed record GatewayDecision
{
    /// <summary>What it came to, over the targets that could be read.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The targets that may be looked up.</summary>
    public required ItemSet Allowed { get; init; }

    /// <summary>The targets that could not be read, in the order of their places; neither allowed nor denied.</summary>
    public required ImmutableArray<InvalidTarget> Invalid { get; init; }

    /// <summary>In the shadow stage, the targets that would have been denied; else null.</summary>
    public ItemSet? ShadowDenied { get; init; }

    /// <summary>The limit that denied, or in the shadow stage would have; null when nothing is denied.</summary>
    public string? Limit { get; init; }

    /// <inheritdoc cref="Decision.RetryAfter"/>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is done about the identity beyond its limits.</summary>
    public ContainmentAction Action { get; init; }

    /// <summary>Whether the policy denies or only records.</summary>
    public required Stage Stage { get; init; }

    /// <summary>The name of the policy that decided.</summary>
    public required string Policy { get; init; }

    /// <summary>The version of the policy set.</summary>
    public required long PolicyVersion { get; init; }

    /// <summary>Where each limit stands; empty when the fail mode decided.</summary>
    public required ImmutableArray<LimitStatus> Limits { get; init; }

    /// <summary>
    /// The permit that the request holds of the policy's in-flight limit: give it back with <see cref="QuotaGridClient.ReleaseAsync"/> when the request is done. Null
    /// when it holds none.
    /// </summary>
    public HoldId? Hold { get; init; }

    /// <summary>The fail mode that decided because no silo answered; null when a silo or a lease did.</summary>
    public FailMode? FailMode { get; init; }

    /// <summary>Whether no silo answered and the policy's fail mode let the request through.</summary>
    public bool FailedOpen => FailMode == Core.Policies.FailMode.Open;

    /// <summary>The targets that could be read and are not allowed, in the order of their places.</summary>
    public IEnumerable<int> Denied()
    {
        var invalid = 0;
        for (var i = 0; i < Allowed.Length; i++)
        {
            if (invalid < Invalid.Length && Invalid[invalid].Index == i)
            {
                invalid++;
            }
            else if (!Allowed[i])
            {
                yield return i;
            }
        }
    }
}
