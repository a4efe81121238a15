using System.Numerics;
using System.Runtime.CompilerServices;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Decisions;

/// <summary>
/// The working of one decision: what each limit of the policy has left, which limits an item needs permits of, and what has been taken. Limit i is bit i of a
/// mask, and <see cref="NovelMark"/> is set beside them for a target that is new to the identity. An item fits when none of the limits that it needs is
/// exhausted.
/// </summary>
/// <remarks>
/// A sketch cannot tell that a target is known, only that it certainly is new, or else probably known. So each that is certainly new pays for all the new ones
/// that it stands for; and while a limit has not that much left nothing passes that looks known, because new ones would pass with it. Exact memory is the case
/// in which each stands for itself.
/// </remarks>
internal ref struct PermitSheet
{
    private const int NovelMark = 1 << PolicyTerms.MaxLimits;
    private const int LimitBits = NovelMark - 1;

    private readonly PolicyTerms _terms;
    private readonly TargetMemory _memory;
    private readonly Span<PermitLine> _lines;
    private readonly int _always;
    private readonly int _askedOfKnown;
    private readonly bool _looksAtTargets;
    private readonly byte _ageNow;

    // Every limit that looks at targets lets one that was seen since then pass; and one that was seen since the newest counts for nothing at all.
    private readonly int _oldest;
    private readonly int _newest;

    // The newest, and with a sketch over every age, because there all targets are looked at.
    private readonly int _unremarkable;
    private readonly int _syncSince;
    private readonly int _previousSince;
    private double _syncWeight;
    private double _previousWeight;
    private long _synced;
    private long _fresh;
    private double _novelWeight;
    private readonly long _alwaysLeft;
    private long _newLeft;
    private int _newTaken;
    private int _exhausted;
    private int _admitted;
    private int _different;
    private long _novel;

    /// <summary>Takes stock before any item.</summary>
    /// <param name="terms">The policy in force.</param>
    /// <param name="slots">What was spent of each of its limits.</param>
    /// <param name="inFlight">What is in flight; used when a limit is of that.</param>
    /// <param name="memory">The targets that the identity asked for, advanced to now.</param>
    /// <param name="sync">The sync that the batch belongs to, and the one before.</param>
    /// <param name="items">How many items there are.</param>
    /// <param name="firstSeen">When the identity was first seen.</param>
    /// <param name="now">The time.</param>
    /// <param name="lines">A line for each limit, with anything on it.</param>
    public PermitSheet(
        PolicyTerms terms,
        Span<LimitSlot> slots,
        InFlightPermits? inFlight,
        TargetMemory memory,
        in SyncAges sync,
        int items,
        Instant firstSeen,
        Instant now,
        Span<PermitLine> lines)
    {
        _terms = terms;
        _memory = memory;
        _lines = lines;
        _always = terms.Always;
        _looksAtTargets = terms.OfTargets != 0;
        _ageNow = memory.AgeNow;
        (_syncSince, _previousSince) = (sync.Latest, sync.Previous);
        _oldest = memory.KnownSince;
        (_novelWeight, _syncWeight, _previousWeight) = (1, 1, 1);
        (_alwaysLeft, _newLeft) = (long.MaxValue, long.MaxValue);
        for (var i = 0; i < lines.Length; i++)
        {
            var bit = 1 << i;
            ref var slot = ref slots[i];
            ref var line = ref lines[i];
            line.Taken = 0;
            (line.Need, line.Weight) = (1, 1);
            if ((terms.Distinct & bit) != 0)
            {
                memory.Refresh(ref slot.Window, slot.Limit.Period, now);
                line.Oldest = slot.Window.Oldest;
                line.Left = Math.Max(0, slot.Limit.Quota - memory.CountOf(ref slot.Window));
                _oldest = Math.Max(_oldest, line.Oldest);
                _newLeft = Math.Min(_newLeft, line.Left);
            }
            else if (i == terms.InFlight)
            {
                line.Left = inFlight!.Available(now);
            }
            else
            {
                ref readonly var rate = ref terms.Rate(i);
                var most = (terms.PerRequest & bit) != 0 ? 1 : items;
                line.Oldest = memory.KnownSince;
                line.Left = (terms.Growing & bit) != 0 ? slot.Gcra.Available(terms.Growth(i).RateAt(firstSeen, now), now)
                    : memory.IsExact && slot.Gcra.Has(rate, now, most) ? most : slot.Gcra.Available(rate, now);
                if ((terms.OfTargets & bit) != 0)
                {
                    _newLeft = Math.Min(_newLeft, line.Left);
                }
                else if ((terms.PerRequest & bit) == 0)
                {
                    _alwaysLeft = Math.Min(_alwaysLeft, line.Left);
                }
            }

            if (line.Left == 0)
            {
                _exhausted |= bit;
            }
        }

        _newest = Math.Max(_oldest, _syncSince);
        _unremarkable = memory.IsExact ? _newest : byte.MaxValue + 1;
        if (!memory.IsExact)
        {
            _askedOfKnown = terms.OfTargets;
            Weigh();
        }
    }

    /// <summary>How many items have been admitted.</summary>
    public readonly int Admitted => _admitted;

    /// <summary>How many of them are new to the identity.</summary>
    public readonly long Novel => _novel + _newTaken;

    /// <summary>How many of them were not asked for before in this sync.</summary>
    public readonly long Synced => _synced + _newTaken;

    /// <summary>How many of those were not asked for in the sync before either.</summary>
    public readonly long Fresh => _fresh + _newTaken;

    /// <summary>The limits that must have permits left also for a target that looks known: of a sketch, those that look at targets.</summary>
    public readonly int AskedOfKnown => _askedOfKnown;

    /// <summary>Whether a denied item is, or of a sketch may be, of a target that some limit has to let in, and a limit has nothing left; requests in flight do not count, who has them can make them end.</summary>
    /// <param name="asked">The limits that it needed permits of.</param>
    public readonly bool LacksQuota(int asked) => (asked & _terms.OfTargets) != 0 && (asked & _exhausted & ~(_terms.InFlight < 0 ? 0 : 1 << _terms.InFlight)) != 0;

    /// <summary>Permits taken of a limit.</summary>
    public readonly long TakenOf(int i)
    {
        var bit = 1 << i;
        return (_terms.OfTargets & bit) != 0 ? _lines[i].Taken + _newTaken : (_terms.PerRequest & bit) != 0 ? Math.Min(1, _admitted) : _admitted;
    }

    /// <summary>The permits that one more item needs of a limit.</summary>
    public readonly long NeededOf(int i) => _lines[i].Need;

    /// <summary>Admits an item if it fits: takes its permits, and remembers its target.</summary>
    /// <param name="target">The item's target.</param>
    /// <param name="news">The batch's targets that memory does not hold yet.</param>
    /// <param name="asked">The limits that the item needed permits of, or that had to have some left.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdmit(Fingerprint target, ref NewTargets news, out int asked)
    {
        asked = _always;
        if (_looksAtTargets)
        {
            var place = _memory.Find(target.Token);
            if (place < 0)
            {
                return TryAdmitNew(target.Token, ref news, out asked);
            }

            ref var age = ref _memory.AgeAt(place);
            if (age < _unremarkable)
            {
                return TryAdmitOld(target, ref age, out asked);
            }

            if ((_always & _exhausted) != 0)
            {
                return false;
            }

            if (age < _ageNow)
            {
                age = _ageNow;
            }

            return Take();
        }

        return (_always & _exhausted) == 0 && Take();
    }

    /// <summary>Whether a target is new to the identity, and did not come before in the batch.</summary>
    /// <param name="target">The target.</param>
    /// <param name="news">The batch's targets that memory does not hold yet.</param>
    public readonly bool IsNovel(Fingerprint target, ref NewTargets news)
    {
        if (!_looksAtTargets)
        {
            return false;
        }

        var place = _memory.Find(target.Token);
        return place < 0 ? news.PlaceOf(target.Token) != target.Token : _memory.AgeAt(place) < _memory.KnownSince;
    }

    /// <summary>
    /// Adds what an item would take without taking it: to find out whether a batch fits as a whole. Only on a sheet on which nothing is admitted.
    /// </summary>
    /// <param name="target">The item's target.</param>
    /// <param name="counted">The batch's targets that were counted.</param>
    public void Count(Fingerprint target, ref NewTargets counted)
    {
        _admitted++;
        if (!_looksAtTargets || !counted.Add(target.Token))
        {
            return;
        }

        _different++;
        var place = _memory.Find(target.Token);
        var seen = place >= 0 ? _memory.AgeAt(place) : 0;
        if (seen < _newest)
        {
            TakeOld(NeedsOf(seen), seen, target);
        }
    }

    /// <summary>
    /// The permits of a limit that must be left for everything that was counted. Of a sketch what the whole batch would cost if all of it were new, and two standard errors: if it
    /// went by what the batch happens to cost, whoever asks for one batch after the other would have those pass that happen to cost little.
    /// </summary>
    public readonly long CountedOf(int i) => (_askedOfKnown >> i & 1) == 0
        ? TakenOf(i)
        : (long)Math.Ceiling(_different + _lines[i].Weight + (2 * Math.Sqrt(_different * _lines[i].Weight)));

    /// <summary>Whether everything that was counted fits.</summary>
    public readonly bool CountedFits()
    {
        for (var i = 0; i < _lines.Length; i++)
        {
            // Counting takes off what the limits of targets have left.
            if (CountedOf(i) > _lines[i].Left + _lines[i].Taken)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Admits an item whose target memory does not hold: new, and in need of all limits, unless it came before in the batch.</summary>
    private bool TryAdmitNew(uint token, ref NewTargets news, out int asked)
    {
        ref var place = ref news.PlaceOf(token);
        var isNew = place != token;
        asked = isNew ? _always | _terms.OfTargets : _always;
        if ((asked & _exhausted) != 0)
        {
            return false;
        }

        if (isNew)
        {
            news.Add(ref place, token);
            _newTaken++;
            if (--_newLeft == 0)
            {
                ExhaustOfTargets();
            }
        }

        return Take();
    }

    /// <summary>Admits an item whose target memory holds, but not so that it is known to need nothing.</summary>
    private bool TryAdmitOld(Fingerprint target, ref byte age, out int asked)
    {
        int seen = age;
        var needs = NeedsOf(seen);
        asked = (needs | _askedOfKnown) & LimitBits;
        if ((asked & _exhausted) != 0)
        {
            return false;
        }

        age = Math.Max(age, _ageNow);
        if (seen < _newest)
        {
            TakeOld(needs, seen, target);
            if (_askedOfKnown != 0)
            {
                Weigh();
            }
        }

        return Take();
    }

    private readonly int NeedsOf(int seen)
    {
        if (seen >= _oldest)
        {
            return _always;
        }

        var needs = seen < _memory.KnownSince ? _always | NovelMark : _always;
        for (var rest = _terms.OfTargets; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            needs |= seen < _lines[i].Oldest ? 1 << i : 0;
        }

        return needs;
    }

    /// <summary>Takes the permits that every item needs.</summary>
    private bool Take()
    {
        if (++_admitted == _alwaysLeft)
        {
            for (var rest = _terms.Always & ~_terms.PerRequest; rest != 0; rest &= rest - 1)
            {
                var i = BitOperations.TrailingZeroCount(rest);
                _exhausted |= _lines[i].Left == _admitted ? 1 << i : 0;
            }
        }

        return true;
    }

    private void ExhaustOfTargets()
    {
        for (var rest = _terms.OfTargets; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            _exhausted |= _lines[i].Left - _newTaken < _lines[i].Need ? 1 << i : 0;
        }
    }

    /// <summary>Takes the permits that a target needs which memory holds, and counts what else it enters.</summary>
    private void TakeOld(int needs, int seen, Fingerprint target)
    {
        if (_askedOfKnown != 0)
        {
            TakeEstimated(needs, seen, target);
            return;
        }

        for (var rest = needs & _terms.OfTargets; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            ref var line = ref _lines[i];
            line.Taken++;
            line.Left--;
            _newLeft = Math.Min(_newLeft, line.Left - _newTaken);
            if (line.Left == _newTaken)
            {
                _exhausted |= 1 << i;
            }
        }

        _novel += needs / NovelMark;
        _synced += seen < _syncSince ? 1 : 0;
        _fresh += seen < _previousSince ? 1 : 0;
    }

    private void TakeEstimated(int needs, int seen, Fingerprint target)
    {
        for (var rest = needs & _terms.OfTargets; rest != 0; rest &= rest - 1)
        {
            ref var line = ref _lines[BitOperations.TrailingZeroCount(rest)];
            var permits = Permits(line.Weight, target);
            line.Taken += permits;
            line.Left -= permits;
        }

        ExhaustOfTargets();
        _novel += (needs & NovelMark) != 0 ? Permits(_novelWeight, target) : 0;
        _synced += seen < _syncSince ? Permits(_syncWeight, target) : 0;
        _fresh += seen < _previousSince ? Permits(_previousWeight, target) : 0;
    }

    // The fraction decides by chance, so that in sum nothing is rounded; the chance is of the target, so that asking again changes nothing.
    private static long Permits(double weight, Fingerprint target) =>
        weight == 1 ? 1 : (long)(weight + ((uint)target.Value / (uint.MaxValue + 1.0)));

    private void Weigh()
    {
        _novelWeight = _memory.NovelWeight(_memory.KnownSince);
        _syncWeight = _memory.NovelWeight(_syncSince);
        _previousWeight = _memory.NovelWeight(_previousSince);
        for (var rest = _terms.OfTargets; rest != 0; rest &= rest - 1)
        {
            ref var line = ref _lines[BitOperations.TrailingZeroCount(rest)];
            line.Weight = _memory.NovelWeight(line.Oldest);
            line.Need = (long)Math.Ceiling(line.Weight);
        }

        ExhaustOfTargets();
    }
}
