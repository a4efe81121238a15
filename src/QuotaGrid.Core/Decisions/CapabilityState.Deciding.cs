using System.Numerics;
using System.Runtime.CompilerServices;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Decisions;

/// <content>How a batch is decided.</content>
public sealed partial class CapabilityState
{
    /// <summary>
    /// Decides a batch, charges what it admits and remembers its targets. Allocates nothing but what target memory grows by.
    /// </summary>
    /// <param name="definition">The capability, whose horizon applies.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="targets">The targets, duplicates allowed; a duplicate of a new target is new once.</param>
    /// <param name="admission">Whether the batch may be admitted in part.</param>
    /// <param name="now">The time.</param>
    /// <param name="allowed">Takes the items that are admitted, a bit each: <see cref="ItemSet.WordsFor"/> words.</param>
    /// <param name="sight">What the batch shows beside what others ask for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no targets, or too few words for them; nothing was charged.</exception>
    [SkipLocalsInit]
    public Verdict Admit(
        CapabilityDefinition definition, Policy policy, ReadOnlySpan<Fingerprint> targets, Admission admission, Instant now, Span<ulong> allowed, in Sight sight = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(targets.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(allowed.Length, ItemSet.WordsFor(targets.Length));
        Apply(definition, policy, now);
        _memory.Advance(now);
        var terms = _terms!;
        var watch = WatchIn(sight);
        watch?.OnRequest(_sync, FirstSeen(now), _evidence.LastSeen, _memory.Bucket, sight, policy.Detection!, now);
        BeginSync(now);
        if (watch?.ActionAt(now) == ContainmentAction.Block)
        {
            allowed[..ItemSet.WordsFor(targets.Length)].Clear();
            return Count(targets.Length, DenyUntilEnd(watch, watch.EndOf(ContainmentAction.Block, now), Verdict.NoLimit, 0, now), now);
        }

        if (targets.Length == 1 && terms.InFlight < 0 && TryAdmitKnown(terms, targets[0], now))
        {
            allowed[0] = 1;
            return Count(1, Verdict.All(1, 0), now);
        }

        Span<PermitLine> lines = stackalloc PermitLine[PolicyTerms.MaxLimits];
        var sheet = new PermitSheet(
            terms, _slots, _inFlight, _memory, _syncAges, targets.Length, FirstSeen(now), now, lines[..terms.Count]);
        var verdict = watch is not null ? AdmitWatched(watch, ref sheet, targets, admission, now, allowed, sight)
            : admission == Admission.Whole ? AdmitWhole(ref sheet, targets, now, allowed)
            : AdmitEach(ref sheet, targets, now, allowed);
        return Count(targets.Length, verdict, now);
    }

    /// <summary>Begins another sync after a pause.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void BeginSync(Instant now)
    {
        if (now.UnixNanos - _evidence.LastSeen.UnixNanos >= _memory.BucketNanos)
        {
            _sync = _sync.Next(now);
            _syncAges = default;
        }

        _memory.Refresh(ref _syncAges, _sync);
    }

    /// <summary>Admits what is asked most: one target that is known, in every window that there is. It needs permits of velocity limits only, and no sheet.</summary>
    /// <returns>False when it is not that, or is denied: nothing was charged.</returns>
    private bool TryAdmitKnown(PolicyTerms terms, Fingerprint target, Instant now)
    {
        // 1. Is the target known, and was it asked for in this sync? A sketch would not know for certain.
        ref var age = ref Unsafe.NullRef<byte>();
        if (terms.OfTargets != 0)
        {
            var place = _memory.IsExact ? _memory.Find(target.Token) : -1;
            if (place < 0)
            {
                return false;
            }

            age = ref _memory.AgeAt(place);
            if (age < Math.Max(_memory.KnownSince, _syncAges.Latest))
            {
                return false;
            }
        }

        // 2. Is it within every window, and does every velocity limit have a permit?
        var slots = _slots.AsSpan(0, terms.Count);
        for (var i = 0; i < slots.Length; i++)
        {
            ref var slot = ref slots[i];
            if ((terms.Distinct >> i & 1) != 0)
            {
                _memory.Refresh(ref slot.Window, slot.Limit.Period, now);
                if (age < slot.Window.Oldest)
                {
                    return false;
                }
            }
            else if ((terms.Always >> i & 1) != 0 && !slot.Gcra.Has(terms.Rate(i), now, 1))
            {
                return false;
            }
        }

        // 3. Then it is admitted.
        for (var i = 0; i < slots.Length; i++)
        {
            if ((terms.Always >> i & 1) != 0)
            {
                slots[i].Gcra.Charge(terms.Rate(i), now, 1);
            }
        }

        if (terms.OfTargets != 0 && age < _memory.AgeNow)
        {
            age = _memory.AgeNow;
        }

        return true;
    }

    private Verdict AdmitEach(ref PermitSheet sheet, ReadOnlySpan<Fingerprint> targets, Instant now, Span<ulong> allowed)
    {
        var news = new NewTargets(targets.Length);
        var denied = default(NeedsSet);
        allowed[..ItemSet.WordsFor(targets.Length)].Clear();
        for (var i = 0; i < targets.Length; i++)
        {
            if (sheet.TryAdmit(targets[i], ref news, out var asked))
            {
                ItemSet.Add(allowed, i);
            }
            else
            {
                denied.Add(asked);
            }
        }

        return TakeAdmitted(sheet, ref news, denied, targets.Length, now);
    }

    private Verdict TakeAdmitted(in PermitSheet sheet, ref NewTargets news, in NeedsSet denied, int items, Instant now)
    {
        var wasExact = _memory.IsExact;
        var hold = Take(sheet, ref news, now);
        if (denied.IsEmpty)
        {
            return Verdict.All(sheet.Admitted, sheet.Novel) with { Hold = hold };
        }

        var (limit, wait) = wasExact == _memory.IsExact ? SoonestOf(sheet, denied, now) : SoonestOfSketch(denied, items, now);
        return new Verdict(sheet.Admitted, sheet.Novel, limit, wait) { Hold = hold };
    }

    private Verdict AdmitWhole(ref PermitSheet sheet, ReadOnlySpan<Fingerprint> targets, Instant now, Span<ulong> allowed)
    {
        var counted = new NewTargets(targets.Length);
        foreach (var target in targets)
        {
            sheet.Count(target, ref counted);
        }

        counted.Dispose();
        if (!sheet.CountedFits())
        {
            allowed[..ItemSet.WordsFor(targets.Length)].Clear();
            return DenyWhole(sheet, now);
        }

        var news = new NewTargets(targets.Length);
        Remember(targets, ref news);
        var hold = Take(sheet, ref news, now);
        ItemSet.AddAll(allowed, targets.Length);
        return Verdict.All(sheet.Admitted, sheet.Novel) with { Hold = hold };
    }

    private void Remember(ReadOnlySpan<Fingerprint> targets, ref NewTargets news)
    {
        if (_terms!.OfTargets == 0)
        {
            return;
        }

        foreach (var target in targets)
        {
            var place = _memory.Find(target.Token);
            if (place >= 0)
            {
                _memory.Touch(place);
            }
            else
            {
                news.Add(target.Token);
            }
        }
    }

    /// <summary>Charges what was taken, and takes the new targets into memory.</summary>
    /// <returns>The hold on what is in flight, if there is such a limit and anything was admitted.</returns>
    private HoldId Take(in PermitSheet sheet, ref NewTargets news, Instant now)
    {
        var terms = _terms!;
        var hold = default(HoldId);
        for (var i = 0; i < terms.Count; i++)
        {
            var taken = sheet.TakenOf(i);
            if ((terms.Distinct >> i & 1) != 0)
            {
                _slots[i].Window.Entered((int)taken);
            }
            else if (i == terms.InFlight)
            {
                hold = taken > 0 ? _inFlight!.Acquire(1, _inFlight.LongestLease, now)!.Value : default;
            }
            else if (taken > 0)
            {
                // Of a sketch a whole batch may cost more than it was expected to, and than there is.
                var charged = _memory.IsExact ? taken : Math.Min(taken, _slots[i].Gcra.Available(terms.Rate(i), now));
                _slots[i].Gcra.Charge(terms.Rate(i), now, charged);
            }
        }

        _knownVersion += sheet.Novel > 0 ? 1 : 0;
        if (sheet.Synced > 0)
        {
            _sync = _sync.With(sheet.Synced, sheet.Fresh);
        }

        if (news.Count > 0)
        {
            _memory.AddNew(news.Tokens, now);
        }

        news.Dispose();
        return hold;
    }

    /// <summary>Denies a whole batch, whose needs were counted: it waits for the limit that needs longest.</summary>
    private Verdict DenyWhole(in PermitSheet sheet, Instant now)
    {
        var (binding, longest) = (Verdict.NoLimit, 0L);
        for (var i = 0; i < _terms!.Count; i++)
        {
            if (NanosUntil(i, sheet.CountedOf(i), now) is not { } wait)
            {
                return new Verdict(0, 0, i, Verdict.Never);
            }

            if (wait > longest || binding == Verdict.NoLimit)
            {
                (binding, longest) = (i, wait);
            }
        }

        return new Verdict(0, 0, binding, longest);
    }

    /// <summary>The same when the batch has just made memory a sketch, of which what was denied will be asked: it needs more than it did.</summary>
    private (int Limit, long Nanos) SoonestOfSketch(in NeedsSet denied, int items, Instant now)
    {
        _memory.Advance(now);
        _memory.Refresh(ref _syncAges, _sync);
        Span<PermitLine> lines = stackalloc PermitLine[PolicyTerms.MaxLimits];
        return SoonestOf(new PermitSheet(_terms!, _slots, _inFlight, _memory, _syncAges, items, FirstSeen(now), now, lines[.._terms!.Count]), denied, now);
    }

    /// <summary>The soonest that any of the denied items fits, and the limit that it waits for.</summary>
    private (int Limit, long Nanos) SoonestOf(in PermitSheet sheet, in NeedsSet denied, Instant now)
    {
        Span<long> waits = stackalloc long[PolicyTerms.MaxLimits];
        for (var i = 0; i < _terms!.Count; i++)
        {
            // What never comes is waited for longest; of several denied items another may come.
            waits[i] = NanosUntil(i, sheet.NeededOf(i), now) ?? long.MaxValue;
        }

        var (soonest, binding) = (long.MaxValue, Verdict.NoLimit);
        for (var asked = 1; asked < 1 << _terms.Count; asked++)
        {
            if (!denied.Contains(asked))
            {
                continue;
            }

            var needs = asked | sheet.AskedOfKnown;
            var longest = BitOperations.TrailingZeroCount(needs);
            for (var rest = needs; rest != 0; rest &= rest - 1)
            {
                var i = BitOperations.TrailingZeroCount(rest);
                longest = waits[i] > waits[longest] ? i : longest;
            }

            if (waits[longest] < soonest || binding == Verdict.NoLimit)
            {
                (soonest, binding) = (waits[longest], longest);
            }
        }

        return (binding, soonest == long.MaxValue ? Verdict.Never : soonest);
    }

    /// <summary>How long until a limit has a number of permits; null when it never has.</summary>
    private long? NanosUntil(int i, long permits, Instant now)
    {
        var limit = _terms!.Policy.Limits[i];
        if (i == _terms.InFlight)
        {
            return _inFlight!.NanosUntil((int)permits, now);
        }

        if (limit.Kind != LimitKind.Distinct)
        {
            return (_terms.Growing >> i & 1) != 0
                ? _terms.Growth(i).NanosUntil(_slots[i].Gcra, FirstSeen(now), now, permits)
                : _slots[i].Gcra.NanosUntil(_terms.Rate(i), now, permits);
        }

        return permits > limit.Quota
            ? null
            : _memory.WhenCountFallsTo((int)Math.Min(limit.Quota - permits, int.MaxValue), limit.Period, now).UnixNanos - now.UnixNanos;
    }

    /// <summary>When the identity was first seen: now, if this is its first request.</summary>
    private Instant FirstSeen(Instant now) => _evidence.Requests == 0 ? now : _evidence.FirstSeen;

    private Verdict Count(int asked, in Verdict verdict, Instant now)
    {
        if (_evidence.Requests == 0)
        {
            _evidence.FirstSeen = now;
        }

        _evidence.LastSeen = now;
        _evidence.Requests++;
        _evidence.Asked += asked;
        _evidence.Denied += asked - verdict.Allowed;
        _evidence.Novel += verdict.Novel;
        return verdict;
    }
}
