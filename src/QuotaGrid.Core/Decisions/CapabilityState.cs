using System.Collections.Immutable;
using System.Diagnostics;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;
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

    private const byte FormatVersion = 1;

    private readonly List<LimitState> _kept = [];
    private readonly LimitState?[] _limits = new LimitState?[PermitSheet.MaxLimits];
    private Policy? _policy;
    private TargetMemory _memory;
    private LookupEvidence _evidence;

    /// <summary>Creates the state of an identity that never used the capability.</summary>
    /// <param name="horizon">How long a target stays known.</param>
    public CapabilityState(TimeSpan horizon) => _memory = new TargetMemory(horizon);

    /// <summary>The plan of the latest request.</summary>
    public Plan Plan { get; private set; } = Plan.Default;

    /// <summary>What the lookups show.</summary>
    public LookupEvidence Evidence => _evidence;

    /// <summary>How many targets are known now.</summary>
    public int KnownTargets(Instant now) => _memory.CountWithin(_memory.Horizon, now);

    /// <summary>Says where each limit stands, without charging anything.</summary>
    public ImmutableArray<LimitStatus> Peek(CapabilityDefinition definition, Policy policy, Instant now)
    {
        Apply(definition, policy, now);
        return Statuses(now);
    }

    /// <summary>Counts what the backend answered for admitted targets.</summary>
    /// <param name="found">Targets that exist.</param>
    /// <param name="missing">Targets that do not.</param>
    /// <param name="remembered">Whether the policy remembers targets; if so, those that are not known were not admitted, and count as unmatched.</param>
    /// <param name="now">The time.</param>
    public void RecordOutcomes(ReadOnlySpan<Fingerprint> found, ReadOnlySpan<Fingerprint> missing, bool remembered, Instant now)
    {
        var foundKnown = remembered ? CountKnown(found, now) : found.Length;
        var missingKnown = remembered ? CountKnown(missing, now) : missing.Length;
        _evidence.Found += foundKnown;
        _evidence.Missing += missingKnown;
        _evidence.Unmatched += found.Length + missing.Length - foundKnown - missingKnown;
    }

    /// <summary>Writes the state.</summary>
    public void Encode(SnapshotWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Text(Plan.Value);
        writer.Varint((ulong)_kept.Count);
        foreach (var limit in _kept)
        {
            limit.Encode(writer);
        }

        _memory.Encode(writer);
        _evidence.Encode(writer);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not a state of a known version.</exception>
    public static CapabilityState Decode(SnapshotReader reader)
    {
        reader.Version(nameof(CapabilityState), FormatVersion);
        var plan = Plan.Parse(reader.Name());
        var limits = new LimitState[(int)reader.Varint(0, MaxKeptLimits)];
        for (var i = 0; i < limits.Length; i++)
        {
            limits[i] = LimitState.Decode(reader);
        }

        var memory = TargetMemory.Decode(reader);
        var state = new CapabilityState(memory.Horizon)
        {
            Plan = plan,
            _memory = memory,
            _evidence = LookupEvidence.Decode(reader),
        };
        state._kept.AddRange(limits);
        return state;
    }

    /// <summary>Puts the state under a policy: what was spent under the same names stays spent.</summary>
    private void Apply(CapabilityDefinition definition, Policy policy, Instant now)
    {
        Debug.Assert(policy.Limits.Length <= PermitSheet.MaxLimits, "The policy was validated.");
        if (_memory.Horizon != definition.Horizon)
        {
            _memory = _memory.WithHorizon(definition.Horizon, now);
        }

        if (ReferenceEquals(policy, _policy))
        {
            return;
        }

        // First those that are kept, so that none of them is forgotten to make place for another.
        var latest = new LimitState?[policy.Limits.Length];
        Array.Clear(_limits);
        for (var i = 0; i < latest.Length; i++)
        {
            var limit = policy.Limits[i];
            latest[i] = _kept.FindLast(kept => kept.Name == limit.Name && kept.Kind == limit.Kind);
            _limits[i] = _kept.Find(kept => kept.Name == limit.Name && kept.Kind == limit.Kind && kept.Rate == RateOf(limit));
        }

        for (var i = 0; i < latest.Length; i++)
        {
            if (policy.Limits[i].Kind != LimitKind.Distinct)
            {
                _limits[i] = PutInForce(_limits[i] ?? Make(policy.Limits[i], now), latest[i], now);
            }
        }

        _policy = policy;
        Plan = policy.Plan;
    }

    private static Rate RateOf(Limit limit) => new(limit.Quota, limit.Period, limit.Burst);

    private LimitState Make(Limit limit, Instant now)
    {
        if (_kept.Count >= MaxKeptLimits)
        {
            ForgetFullest(now);
        }

        return new LimitState(limit.Name, limit.Kind, RateOf(limit));
    }

    /// <summary>Puts a limit behind those that were in force before it, with no less spent than the latest of its name.</summary>
    private LimitState PutInForce(LimitState limit, LimitState? latest, Instant now)
    {
        if (limit != latest)
        {
            _kept.Remove(limit);
            _kept.Add(limit);
            if (latest is not null)
            {
                limit.TakeUp(latest, now);
            }
        }

        return limit;
    }

    // Whoever has most left loses least by being forgotten; a limit that is in force is never chosen.
    private void ForgetFullest(Instant now) =>
        _kept.Remove(_kept.Where(limit => !_limits.Contains(limit)).MaxBy(limit => (double)limit.Available(now) / limit.Rate.Burst)!);

    private ImmutableArray<LimitStatus> Statuses(Instant now)
    {
        var limits = _policy!.Limits;
        var statuses = ImmutableArray.CreateBuilder<LimitStatus>(limits.Length);
        for (var i = 0; i < limits.Length; i++)
        {
            var (remaining, resetNanos) = _limits[i] is { } state ? StatusOf(state, now) : StatusOfDistinct(limits[i], now);
            statuses.Add(new(limits[i].Name, limits[i].Kind, limits[i].Quota, limits[i].Period, remaining, Instant.SpanOf(resetNanos)));
        }

        return statuses.MoveToImmutable();
    }

    private static (long Remaining, long ResetNanos) StatusOf(LimitState state, Instant now)
    {
        // Over the burst there is nothing to wait for: the limit is full.
        var remaining = state.Available(now);
        return (remaining, state.NanosUntil(now, remaining + 1) ?? 0);
    }

    private (long Remaining, long ResetNanos) StatusOfDistinct(Limit limit, Instant now)
    {
        var count = _memory.CountWithin(limit.Period, now);
        var reset = count == 0 ? now : _memory.WhenCountFallsTo((int)Math.Min(count, limit.Quota) - 1, limit.Period, now);
        return (Math.Max(0, limit.Quota - count), reset.UnixNanos - now.UnixNanos);
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
