using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using QuotaGrid.Core.Capabilities;

namespace QuotaGrid.Core.Cohorts;

/// <summary>
/// A silo's copy of what is known of cohorts: a decision looks here without a message, and counts here. Safe for concurrent use; who talks to the cohorts takes from <see cref="TryTake"/> those that there is
/// something to exchange of.
/// </summary>
/// <param name="nextReporter">Makes numbers that no other silo makes, above 0.</param>
/// <param name="mostPerKind">The most cohorts of one kind and capability.</param>
public sealed class CohortReplica(Func<ulong> nextReporter, int mostPerKind = CohortReplica.DefaultMostPerKind)
{
    /// <summary>Default: 16,384, some 5 MB. Of more, those that nobody came with lately are let go of; of a cohort that is not here nothing is known.</summary>
    public const int DefaultMostPerKind = 16_384;

    /// <summary>The most kinds of all capabilities together: more say nothing.</summary>
    public const int MaxKinds = 64;

    private readonly ConcurrentDictionary<(Capability Capability, string Kind), HeldKind> _kinds = [];
    private readonly ConcurrentDictionary<Capability, HeldCohort> _everybody = [];
    private readonly ConcurrentQueue<HeldCohort> _changed = [];

    /// <summary>How many cohorts are here.</summary>
    public int Count => _kinds.Values.Sum(kind => kind.Held.Count());

    /// <summary>How many of them have no first-sync credit left.</summary>
    public int UsedUp => _kinds.Values.Sum(kind => kind.Held.Count(held => held.CreditUnits <= 0));

    /// <summary>How many were let go of because there were too many.</summary>
    public long Dropped => _kinds.Values.Sum(kind => kind.Dropped);

    /// <summary>Everybody who is watched with a capability.</summary>
    public HeldCohort EverybodyOf(Capability capability) =>
        _everybody.TryGetValue(capability, out var everybody)
            ? everybody
            : _everybody.GetOrAdd(capability, capability => new HeldCohort(CohortKey.EverybodyOf(capability), nextReporter(), isTold: true));

    /// <summary>The cohort, for one of its members; null when there are too many kinds.</summary>
    /// <param name="key">Which.</param>
    /// <param name="member">Tells identities apart.</param>
    public HeldCohort? Hold(CohortKey key, int member)
    {
        var kind = (key.Capability, key.Cohort.Kind);
        if (!_kinds.TryGetValue(kind, out var cohorts))
        {
            if (_kinds.Count >= MaxKinds)
            {
                return null;
            }

            cohorts = _kinds.GetOrAdd(kind, _ => new HeldKind(mostPerKind));
        }

        var held = cohorts.Hold(key, nextReporter);
        held.Meet(member);
        return held;
    }

    /// <summary>Takes notice that somebody came with a cohort, so that what the cluster knows of it is wanted, or that something was counted.</summary>
    public void OnUsed(HeldCohort cohort)
    {
        if (cohort.TryQueue())
        {
            _changed.Enqueue(cohort);
        }
    }

    /// <summary>The next cohort to exchange, the longest waiting first; each is there once.</summary>
    public bool TryTake([NotNullWhen(true)] out HeldCohort? cohort)
    {
        if (_changed.TryDequeue(out cohort))
        {
            cohort.Unqueue();
            return true;
        }

        return false;
    }
}
