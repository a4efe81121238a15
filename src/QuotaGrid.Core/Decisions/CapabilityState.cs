using System.Collections.Immutable;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Decisions;

/// <summary>
/// What one identity did with one capability: permits spent, targets asked for, evidence. Decides strictly: all limits of the policy are asked
/// together, and charged together or not at all.
/// </summary>
/// <remarks>
/// An item fits when every limit that it needs a permit of has one. Items are taken in the order of the batch; one that does not fit does not hold up
/// those behind it, so known targets pass free while new ones are denied. A denied target is not learned and charges nothing.
/// </remarks>
public sealed partial class CapabilityState
{
    /// <summary>The most limits whose spent permits are kept, those of other plans and of earlier rates among them.</summary>
    public const int MaxKeptLimits = 32;

    // Those of the policy in force in its order, and behind them those that are kept, the latest first.
    private LimitSlot[] _slots = [];
    private PolicyTerms? _terms;
    private TargetMemory _memory;
    private LookupEvidence _evidence;
    private SyncOverlap _sync;
    private SyncAges _syncAges;

    // There when the policy in force says that the identity is watched, or one before did.
    private Watch? _watch;

    // There when the policy in force has an in-flight limit, or another's requests still are in flight.
    private InFlightPermits? _inFlight;

    /// <summary>Creates the state of an identity that never used the capability.</summary>
    /// <param name="horizon">How long a target stays known.</param>
    public CapabilityState(TimeSpan horizon) => _memory = new TargetMemory(horizon);

    /// <summary>The plan of the latest request.</summary>
    public Plan Plan { get; private set; } = Plan.Default;

    /// <summary>What the lookups show.</summary>
    public LookupEvidence Evidence => _evidence;

    /// <summary>How much of what is asked for was asked for in the sync before.</summary>
    public SyncOverlap Overlap => _sync;

    /// <summary>Whether everything is decided exactly: target memory holds the targets themselves, and not a sketch of them.</summary>
    public bool IsExact => _memory.IsExact;

    /// <summary>The evidence that the identity sweeps, since it was convicted last; nothing when it is not watched.</summary>
    public SweepEvidence Suspicion => _watch?.Evidence ?? default;

    /// <summary>The last conviction of sweeping; without a count when there never was one.</summary>
    public Conviction Conviction => _watch?.Conviction ?? default;

    /// <summary>The cohorts of its latest request, and how large each is as far as is known here.</summary>
    public ImmutableArray<CohortSize> CohortSizes => _watch?.CohortSizes ?? [];

    /// <summary>What is done about the identity because of its cohorts, as of the latest request.</summary>
    public GroupContainment Group => _watch?.Group ?? default;

    /// <summary>What began until then is lifted from the identity, by a pardon or a passed challenge.</summary>
    public Instant LiftedUntil => _watch?.LiftedUntil ?? default;

    /// <summary>The blocks that many of its new targets lie in: of the last conviction, until something new is admitted after it. None when it is not watched.</summary>
    public ImmutableArray<TouchedBlock> Blocks => _watch?.Blocks ?? [];

    /// <summary>About how many blocks its new targets lie in.</summary>
    public int DifferentBlocks => _watch?.DifferentBlocks ?? 0;

    /// <summary>The cohorts that the identity came with in its latest request, as far as they are known here.</summary>
    public IEnumerable<HeldCohort> Cohorts => _watch?.Cohorts ?? [];

    /// <summary>How many targets are known now.</summary>
    public int KnownTargets(Instant now) => _memory.CountWithin(_memory.Horizon, now);

    /// <summary>Counts what the backend answered for admitted targets.</summary>
    /// <param name="found">Targets that exist.</param>
    /// <param name="missing">Targets that do not.</param>
    /// <param name="remembered">Whether the policy remembers targets; if so, those that are not known were not admitted, and count as unmatched.</param>
    /// <param name="now">The time.</param>
    /// <param name="sight">What everybody asks for.</param>
    public void RecordOutcomes(ReadOnlySpan<Fingerprint> found, ReadOnlySpan<Fingerprint> missing, bool remembered, Instant now, in Sight sight = default)
    {
        var foundKnown = remembered ? CountKnown(found, now) : found.Length;
        var missingKnown = remembered ? CountKnown(missing, now) : missing.Length;
        _evidence.Found += foundKnown;
        _evidence.Missing += missingKnown;
        _evidence.Unmatched += found.Length + missing.Length - foundKnown - missingKnown;
        if (remembered && WatchIn(sight) is { } watch)
        {
            watch.OnOutcomes(found, missing, sight, _terms!.Policy.Detection!, now);
        }
    }

    /// <summary>Puts the state under a policy: what was spent under the same names stays spent.</summary>
    private void Apply(CapabilityDefinition definition, Policy policy, Instant now)
    {
        if (_memory.Horizon != definition.Horizon)
        {
            _memory = _memory.WithHorizon(definition.Horizon, now);
            ForgetWindows();
        }

        if (!ReferenceEquals(policy, _terms?.Policy))
        {
            ApplyOther(policy, now);
        }
    }

    private void ApplyOther(Policy policy, Instant now)
    {
        _terms = PolicyTerms.Of(policy);
        Plan = policy.Plan;
        _watch ??= policy.Detection is null ? null : new Watch();
        var slots = new List<LimitSlot>(_terms.Count);
        foreach (var limit in policy.Limits)
        {
            slots.Add(SlotFor(limit, now));
        }

        // A limit that is full again says no more than one that was never charged. Of the others, who has most left loses least by being forgotten.
        var others = _slots
            .Where(slot => slot.HasGcra && !policy.Limits.Any(slot.IsAtRateOf) && slot.Gcra.Tat > now)
            .ToList();
        while (others.Count > MaxKeptLimits - _terms.Count)
        {
            others.Remove(others.MaxBy(slot => (double)slot.Gcra.Available(LimitSlot.RateOf(slot.Limit), now) / slot.Limit.Burst));
        }

        _slots = [.. slots, .. others];
        ApplyInFlight(now);
    }

    /// <summary>What was spent of a limit: at its rate, and of the latest of its name if that is more.</summary>
    private LimitSlot SlotFor(Limit limit, Instant now)
    {
        var slot = new LimitSlot(limit);
        if (!slot.HasGcra)
        {
            return slot;
        }

        var same = Array.FindIndex(_slots, kept => kept.IsAtRateOf(limit));
        var latest = Array.FindIndex(_slots, kept => kept.IsOf(limit));
        if (same >= 0)
        {
            (slot.Gcra, slot.CeilingNanos) = (_slots[same].Gcra, _slots[same].CeilingNanos);
        }

        if (latest >= 0 && latest != same)
        {
            slot.TakeUp(_slots[latest], now);
        }

        // The silo that charged it may have been ahead of this one's clock.
        slot.Gcra.CutToBurst(LimitSlot.RateOf(limit), now);
        return slot;
    }

    private void ForgetWindows()
    {
        _syncAges = default;
        foreach (ref var slot in _slots.AsSpan())
        {
            if (slot.Limit.Kind == LimitKind.Distinct)
            {
                slot.Window = default;
            }
        }
    }

    private void ForgetWindowCounts()
    {
        foreach (ref var slot in _slots.AsSpan())
        {
            if (slot.Limit.Kind == LimitKind.Distinct)
            {
                slot.Window.Count = TargetWindow.NotCounted;
            }
        }
    }

    private int CountKnown(ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        var known = 0;
        foreach (var target in targets)
        {
            known += _memory.IsKnown(target, _memory.Horizon, now) ? 1 : 0;
        }

        return known;
    }
}
