using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Decisions;

/// <content>How a batch is decided.</content>
public sealed partial class CapabilityState
{
    /// <summary>What is admitted of a batch; and when something is not, the limit that denied and how long to wait.</summary>
    private readonly record struct Verdict(ItemSet Allowed, int Novel, string? Limit, TimeSpan? RetryAfter);

    /// <summary>Decides a batch, charges what it admits and remembers its targets.</summary>
    /// <param name="definition">The capability, whose horizon applies.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="targets">The targets, duplicates allowed; a duplicate of a new target is new once.</param>
    /// <param name="admission">Whether the batch may be admitted in part.</param>
    /// <param name="now">The time.</param>
    public Decision Decide(CapabilityDefinition definition, Policy policy, ReadOnlySpan<Fingerprint> targets, Admission admission, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfZero(targets.Length);
        Apply(definition, policy, now);
        _memory.Advance(now, targets.Length);

        Span<long> scratch = stackalloc long[2 * PermitSheet.MaxLimits];
        Span<int> oldest = stackalloc int[PermitSheet.MaxLimits];
        var sheet = new PermitSheet(policy, _limits, _memory, now, scratch, oldest);
        var verdict = admission == Admission.Whole && !FitsWhole(ref sheet, targets)
            ? DenyWhole(sheet, targets.Length, now)
            : AdmitEach(ref sheet, targets, now);

        Count(targets.Length, verdict, now);
        return Answer(policy, targets.Length, verdict, Statuses(now));
    }

    private Verdict AdmitEach(ref PermitSheet sheet, ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        var allowed = ItemSet.None(targets.Length);
        var novel = 0;
        var denied = default(NeedsSet);
        for (var i = 0; i < targets.Length; i++)
        {
            var needs = sheet.NeedsOf(targets[i]);
            if (!sheet.Fits(needs))
            {
                denied.Add(PermitSheet.LimitsOf(needs));
                continue;
            }

            sheet.Take(needs, targets[i], now);
            allowed.Add(i);
            novel += PermitSheet.IsNovel(needs) ? 1 : 0;
        }

        Charge(sheet.Taken, now);
        if (denied.IsEmpty)
        {
            return new Verdict(allowed, novel, Limit: null, RetryAfter: null);
        }

        var (limit, retryAfter) = SoonestOf(denied, now);
        return new Verdict(allowed, novel, limit, retryAfter);
    }

    private static bool FitsWhole(ref PermitSheet sheet, ReadOnlySpan<Fingerprint> targets)
    {
        var tokens = ArrayPool<uint>.Shared.Rent(targets.Length);
        var needs = ArrayPool<int>.Shared.Rent(targets.Length);
        for (var i = 0; i < targets.Length; i++)
        {
            tokens[i] = targets[i].Token;
            needs[i] = sheet.NeedsOf(targets[i]);
        }

        // Sorted, so that the places of one target stand together: it is new once.
        Array.Sort(tokens, needs, 0, targets.Length);
        var newTargets = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            var first = i == 0 || tokens[i] != tokens[i - 1];
            sheet.Count(needs[i], first);
            newTargets += first && PermitSheet.IsNovel(needs[i]) ? 1 : 0;
        }

        ArrayPool<uint>.Shared.Return(tokens);
        ArrayPool<int>.Shared.Return(needs);
        var fits = sheet.CountedFits(newTargets);
        if (fits)
        {
            sheet.ClearTaken();
        }

        return fits;
    }

    /// <summary>Denies a whole batch, whose needs were counted: it waits for the limit that needs longest.</summary>
    private Verdict DenyWhole(in PermitSheet sheet, int items, Instant now)
    {
        string? binding = null;
        long? longest = 0;
        for (var i = 0; i < sheet.Taken.Length && longest is not null; i++)
        {
            var wait = NanosUntil(i, sheet.Taken[i], now);
            if (wait is null || wait > longest || binding is null)
            {
                binding = _policy!.Limits[i].Name;
                longest = wait;
            }
        }

        return new Verdict(ItemSet.None(items), 0, binding, longest is { } nanos ? Instant.SpanOf(nanos) : null);
    }

    /// <summary>The soonest that any of the denied items fits, and the limit that it waits for.</summary>
    private (string Limit, TimeSpan RetryAfter) SoonestOf(in NeedsSet denied, Instant now)
    {
        Span<long> waits = stackalloc long[PermitSheet.MaxLimits];
        var limits = _policy!.Limits;
        for (var i = 0; i < limits.Length; i++)
        {
            waits[i] = NanosUntil(i, 1, now)!.Value;
        }

        var (soonest, binding) = (long.MaxValue, 0);
        for (var needs = 1; needs < 1 << limits.Length; needs++)
        {
            if (!denied.Contains(needs))
            {
                continue;
            }

            var longest = BitOperations.TrailingZeroCount(needs);
            for (var rest = needs; rest != 0; rest &= rest - 1)
            {
                var i = BitOperations.TrailingZeroCount(rest);
                longest = waits[i] > waits[longest] ? i : longest;
            }

            if (waits[longest] < soonest)
            {
                (soonest, binding) = (waits[longest], longest);
            }
        }

        return (limits[binding].Name, Instant.SpanOf(soonest));
    }

    /// <summary>How long until a limit has a number of permits, and target memory the places that go with them; null when it never has.</summary>
    private long? NanosUntil(int i, long permits, Instant now)
    {
        var limit = _policy!.Limits[i];
        if (limit.Kind == LimitKind.Velocity)
        {
            return _limits[i]!.NanosUntil(now, permits);
        }

        if (permits > TargetMemory.Capacity || (limit.Kind == LimitKind.Distinct && permits > limit.Quota))
        {
            return null;
        }

        var untilRoom = NanosUntilCount(TargetMemory.Capacity - permits, _memory.Horizon, now);
        var untilPermits = limit.Kind == LimitKind.Distinct
            ? NanosUntilCount(limit.Quota - permits, limit.Period, now)
            : _limits[i]!.NanosUntil(now, permits);
        return untilPermits is { } nanos ? Math.Max(nanos, untilRoom) : null;
    }

    private long NanosUntilCount(long count, TimeSpan window, Instant now) =>
        _memory.WhenCountFallsTo((int)Math.Min(count, TargetMemory.Capacity), window, now).UnixNanos - now.UnixNanos;

    private void Charge(ReadOnlySpan<long> taken, Instant now)
    {
        for (var i = 0; i < taken.Length; i++)
        {
            _limits[i]?.Charge(now, taken[i]);
        }
    }

    private void Count(int asked, in Verdict verdict, Instant now)
    {
        if (_evidence.Requests == 0)
        {
            _evidence.FirstSeen = now;
        }

        _evidence.LastSeen = now;
        _evidence.Requests++;
        _evidence.Asked += asked;
        _evidence.Denied += asked - verdict.Allowed.Count;
        _evidence.Novel += verdict.Novel;
    }

    private static Decision Answer(Policy policy, int items, in Verdict verdict, ImmutableArray<LimitStatus> statuses)
    {
        var admitted = verdict.Allowed.Count;
        var shadow = policy.Stage == Stage.Shadow;
        return new Decision
        {
            Outcome = shadow || admitted == items ? Outcome.Allowed : admitted == 0 ? Outcome.Denied : Outcome.Partial,
            Allowed = shadow ? ItemSet.All(items) : verdict.Allowed,
            ShadowDenied = shadow ? verdict.Allowed.Complement() : null,
            Limit = verdict.Limit,
            RetryAfter = shadow ? null : verdict.RetryAfter,
            Stage = policy.Stage,
            Policy = policy.Name,
            Limits = statuses,
            Novel = verdict.Novel,
        };
    }
}
