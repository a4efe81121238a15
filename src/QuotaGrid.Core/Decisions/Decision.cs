using System.Collections.Immutable;
using Orleans;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Decisions;

/// <summary>The answer to one request: which of its items may be looked up, and why not the others.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.Decision")]
public sealed record Decision
{
    /// <summary>What it came to.</summary>
    [Id(0)]
    public required Outcome Outcome { get; init; }

    /// <summary>The items that may be looked up. In the shadow stage: all.</summary>
    [Id(1)]
    public required ItemSet Allowed { get; init; }

    /// <summary>In the shadow stage, the items that would have been denied; null when enforced.</summary>
    [Id(2)]
    public ItemSet? ShadowDenied { get; init; }

    /// <summary>
    /// The limit that denied, or in the shadow stage would have; null when nothing is denied, or something else than a limit denied. <c>first-sync:</c> and the kind of a cohort when that one's
    /// first-sync credit did.
    /// </summary>
    [Id(3)]
    public string? Limit { get; init; }

    /// <summary>
    /// How long to wait until asking for what was denied is of use: until one of the items is admitted, or until the whole batch is when it was asked
    /// for as a whole. Null when nothing is denied, and when waiting never helps because the batch is larger than a limit.
    /// </summary>
    [Id(4)]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is done about the identity beyond its limits.</summary>
    [Id(5)]
    public ContainmentAction Action { get; init; }

    /// <summary>Whether the policy denies or only records.</summary>
    [Id(6)]
    public required Stage Stage { get; init; }

    /// <summary>The name of the policy that decided.</summary>
    [Id(7)]
    public required string Policy { get; init; }

    /// <summary>Where each limit of the policy stands now, in the policy's order.</summary>
    [Id(8)]
    public required ImmutableArray<LimitStatus> Limits { get; init; }

    /// <summary>Items that were admitted and were new to the identity.</summary>
    [Id(9)]
    public required int Novel { get; init; }

    /// <summary>
    /// The permit that the request holds of the policy's in-flight limit until it is released or its lease ends. Null when there is no such limit, and when no
    /// item was admitted; in the shadow stage, when none would have been.
    /// </summary>
    [Id(10)]
    public HoldId? Hold { get; init; }
}
