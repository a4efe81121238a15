using System.Collections.Immutable;
using Orleans;
using QuotaGrid.Core.Decisions;

namespace QuotaGrid.Core.Leases;

/// <summary>
/// What the identity's grain answers to a <see cref="SyncReport"/>. Every span of time counts from when the report was sent, on the holder's own clock, which is never later than
/// what the grain means.
/// </summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.SyncReply")]
public sealed record SyncReply
{
    /// <summary>The number of the report that this answers, and of the lease.</summary>
    [Id(0)]
    public required long Number { get; init; }

    /// <summary>The activation that answers.</summary>
    [Id(1)]
    public required Epoch Epoch { get; init; }

    /// <summary>The permits of the lease; none when there is none. A kind that no limit of the policy charges has <see cref="Permits.Most"/>.</summary>
    [Id(2)]
    public Permits Granted { get; init; }

    /// <summary>How long the lease lasts, in nanoseconds.</summary>
    [Id(3)]
    public long LeaseNanos { get; init; }

    /// <summary>How long a target that was admitted is neither new nor enters a window again, in nanoseconds.</summary>
    [Id(4)]
    public long KnownNanos { get; init; }

    /// <summary>How long it is certain that the identity has no permit for anything, in nanoseconds; 0 when it has.</summary>
    [Id(5)]
    public long DenyNanos { get; init; }

    /// <summary>The limit that has none; null while all have.</summary>
    [Id(6)]
    public string? DenyLimit { get; init; }

    /// <summary>The position before which all targets are durable.</summary>
    [Id(7)]
    public long DurablePosition { get; init; }

    /// <summary>What of the holder's counts is durable.</summary>
    [Id(8)]
    public UseCounts DurableCounts { get; init; }

    /// <summary>Where each limit of the policy stands with the lease charged, in the policy's order; empty when the report came late or twice.</summary>
    [Id(9)]
    public ImmutableArray<LimitStatus> Limits { get; init; } = [];

    /// <summary>When the identity has a permit again, in nanoseconds, if nothing comes back before; 0 when it has, and from silos that say only <see cref="DenyNanos"/>.</summary>
    [Id(10)]
    public long RetryNanos { get; init; }

    /// <summary>Present while a novel limit has no permit and nobody holds one that may come back.</summary>
    [Id(11)]
    public NovelDenial? Novel { get; init; }
}
