using System.Numerics;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Decisions;

/// <summary>
/// The working of one decision: what each limit of the policy has left, which limits an item needs a permit of, and what has been taken.
/// Limit i is bit i of a mask, and <see cref="NovelMark"/> is set beside them for a target that is new to the identity. An item fits when none of the
/// limits that it needs is exhausted.
/// </summary>
internal ref struct PermitSheet
{
    /// <summary>The most limits that a policy has.</summary>
    public const int MaxLimits = PolicyBounds.MaxLimits;

    private const int NovelMark = 1 << MaxLimits;
    private const int LimitBits = NovelMark - 1;

    private readonly Policy _policy;
    private readonly TargetMemory _memory;
    private readonly Span<long> _left;
    private readonly Span<long> _taken;
    private readonly Span<int> _oldest;
    private readonly int _oldestKnown;
    private readonly int _always;
    private readonly int _ofTargets;
    private int _exhausted;
    private int _room;

    /// <summary>Takes stock before any item.</summary>
    /// <param name="policy">The policy in force.</param>
    /// <param name="limits">The spent permits of each limit of the policy; null for distinct limits.</param>
    /// <param name="memory">The targets that the identity asked for, advanced to now.</param>
    /// <param name="now">The time.</param>
    /// <param name="scratch">Room for <see cref="MaxLimits"/> numbers, twice.</param>
    /// <param name="oldest">Room for <see cref="MaxLimits"/> ages.</param>
    public PermitSheet(Policy policy, ReadOnlySpan<LimitState?> limits, TargetMemory memory, Instant now, Span<long> scratch, Span<int> oldest)
    {
        _policy = policy;
        _memory = memory;
        _left = scratch[..MaxLimits];
        _taken = scratch[MaxLimits..];
        _oldest = oldest;
        _room = TargetMemory.Capacity - memory.Count;
        _taken.Clear();
        _oldestKnown = memory.OldestWithin(memory.Horizon, now);
        for (var i = 0; i < policy.Limits.Length; i++)
        {
            var limit = policy.Limits[i];
            var bit = 1 << i;
            switch (limit.Kind)
            {
                case LimitKind.Velocity:
                    _always |= bit;
                    _left[i] = limits[i]!.Available(now);
                    break;
                case LimitKind.Novel:
                    _ofTargets |= bit;
                    _oldest[i] = _oldestKnown;
                    _left[i] = limits[i]!.Available(now);
                    break;
                default:
                    _ofTargets |= bit;
                    _oldest[i] = memory.OldestWithin(limit.Period, now);
                    _left[i] = Math.Max(0, limit.Quota - memory.CountWithin(limit.Period, now));
                    break;
            }

            if (_left[i] == 0)
            {
                _exhausted |= bit;
            }
        }

        if (_room <= 0)
        {
            _exhausted |= _ofTargets;
        }
    }

    /// <summary>Permits taken of each limit.</summary>
    public readonly ReadOnlySpan<long> Taken => _taken[.._policy.Limits.Length];

    /// <summary>The limits that an item needs a permit of.</summary>
    public readonly int NeedsOf(Fingerprint target)
    {
        if (_ofTargets == 0)
        {
            return _always;
        }

        int seen = _memory.SeenAt(target);
        var needs = seen < _oldestKnown ? _always | NovelMark : _always;
        for (var rest = _ofTargets; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            needs |= seen < _oldest[i] ? 1 << i : 0;
        }

        return needs;
    }

    /// <summary>Whether an item with these needs fits.</summary>
    public readonly bool Fits(int needs) => (needs & _exhausted) == 0;

    /// <summary>The limits among the needs of an item, without its novel mark.</summary>
    public static int LimitsOf(int needs) => needs & LimitBits;

    /// <summary>Whether an item with these needs has a target that is new to the identity.</summary>
    public static bool IsNovel(int needs) => (needs & NovelMark) != 0;

    /// <summary>Takes the permits of an item that fits, and remembers its target.</summary>
    public void Take(int needs, Fingerprint target, Instant now)
    {
        for (var rest = needs & LimitBits; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            if (PerRequest(i))
            {
                _taken[i] = 1;
                continue;
            }

            _taken[i]++;
            if (--_left[i] == 0)
            {
                _exhausted |= 1 << i;
            }
        }

        if (_ofTargets != 0 && _memory.Learn(target, now) && --_room == 0)
        {
            _exhausted |= _ofTargets;
        }
    }

    /// <summary>
    /// Adds what an item with these needs would take, without taking it: to find out whether a batch fits as a whole.
    /// </summary>
    /// <param name="needs">The limits that the item needs a permit of.</param>
    /// <param name="first">Whether its target has not come before in the batch; again it needs no more of the limits that look at targets.</param>
    public readonly void Count(int needs, bool first)
    {
        for (var rest = first ? needs & LimitBits : _always; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            _taken[i] = PerRequest(i) ? 1 : _taken[i] + 1;
        }
    }

    /// <summary>Whether everything that was counted fits.</summary>
    public readonly bool CountedFits(int newTargets)
    {
        for (var i = 0; i < _policy.Limits.Length; i++)
        {
            if (_taken[i] > _left[i])
            {
                return false;
            }
        }

        return _ofTargets == 0 || newTargets <= _room;
    }

    /// <summary>Makes a fresh start after a batch was counted and fits.</summary>
    public readonly void ClearTaken() => _taken.Clear();

    private readonly bool PerRequest(int i) => _policy.Limits[i].Unit == LimitUnit.Requests;
}
