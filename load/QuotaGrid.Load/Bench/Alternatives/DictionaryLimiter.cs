using System.Collections.Concurrent;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Bench.Alternatives;

/// <summary>
/// What one writes first: a concurrent dictionary of identities, each with a lock, token buckets and .NET's own collections. It does the
/// same as the core for a policy with one limit of each kind, in one process, without stored state.
/// </summary>
/// <param name="policy">The limits.</param>
/// <param name="horizon">How long a target stays known.</param>
public sealed class DictionaryLimiter(Policy policy, TimeSpan horizon)
{
    private readonly DictionaryLimits _limits = new(policy, horizon);
    private readonly ConcurrentDictionary<string, SeenTargets> _identities = new(StringComparer.Ordinal);

    /// <summary>Decides one request.</summary>
    /// <returns>How many items were admitted.</returns>
    public int Admit(string identity, ReadOnlySpan<Fingerprint> targets, Instant now) =>
        _identities.GetOrAdd(identity, static (_, made) => new SeenTargets(made.Limits, made.Now), (Limits: _limits, Now: now))
            .Admit(_limits, targets, now);
}
