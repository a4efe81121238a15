using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Bench.Alternatives;

/// <summary>The limits of a <see cref="DictionaryLimiter"/>: exactly one of each kind.</summary>
public sealed class DictionaryLimits
{
    /// <summary>Takes the limits of a policy.</summary>
    /// <exception cref="InvalidOperationException">The policy has not one limit of each kind.</exception>
    public DictionaryLimits(Policy policy, TimeSpan horizon)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Velocity = policy.Limits.Single(limit => limit.Kind == LimitKind.Velocity);
        Novel = policy.Limits.Single(limit => limit.Kind == LimitKind.Novel);
        Distinct = policy.Limits.Single(limit => limit.Kind == LimitKind.Distinct);
        WindowNanos = Distinct.Period.Ticks * Instant.NanosPerTick;
        HorizonNanos = horizon.Ticks * Instant.NanosPerTick;
    }

    /// <summary>Items per period.</summary>
    public Limit Velocity { get; }

    /// <summary>New targets per period.</summary>
    public Limit Novel { get; }

    /// <summary>Different targets per window.</summary>
    public Limit Distinct { get; }

    /// <summary>The window of the distinct limit, in nanoseconds.</summary>
    public long WindowNanos { get; }

    /// <summary>How long a target stays known, in nanoseconds.</summary>
    public long HorizonNanos { get; }
}
