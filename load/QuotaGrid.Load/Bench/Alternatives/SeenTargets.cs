using System.Runtime.InteropServices;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Bench.Alternatives;

/// <summary>
/// One identity of the <see cref="DictionaryLimiter"/>: a lock, a token bucket for items and one for new targets, a dictionary of when each
/// target was last asked for, and a set of those asked for in the current window.
/// </summary>
/// <remarks>
/// Its window is fixed and not sliding, so that at the edge of two windows it lets in up to twice the distinct limit; a sliding one would cost it more.
/// </remarks>
public sealed class SeenTargets
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, long> _lastSeen = [];
    private readonly HashSet<ulong> _inWindow = [];
    private TokenBucket _items;
    private TokenBucket _novel;
    private long _windowStart;

    /// <summary>Creates an identity that never asked for anything.</summary>
    public SeenTargets(DictionaryLimits limits, Instant now)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _items = new TokenBucket(limits.Velocity, now);
        _novel = new TokenBucket(limits.Novel, now);
        _windowStart = now.UnixNanos;
    }

    /// <summary>Decides one request, each item by itself.</summary>
    /// <returns>How many items were admitted.</returns>
    public int Admit(DictionaryLimits limits, ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        ArgumentNullException.ThrowIfNull(limits);
        lock (_lock)
        {
            _items.Refill(now);
            _novel.Refill(now);
            if (now.UnixNanos - _windowStart >= limits.WindowNanos)
            {
                TurnWindow(limits, now);
            }

            var admitted = 0;
            foreach (var target in MemoryMarshal.Cast<Fingerprint, ulong>(targets))
            {
                admitted += AdmitItem(limits, target, now) ? 1 : 0;
            }

            return admitted;
        }
    }

    private bool AdmitItem(DictionaryLimits limits, ulong target, Instant now)
    {
        var isKnown = _lastSeen.TryGetValue(target, out var seenAt) && now.UnixNanos - seenAt < limits.HorizonNanos;
        if (!_items.HasToken || (!isKnown && !_novel.HasToken))
        {
            return false;
        }

        if (!_inWindow.Contains(target))
        {
            if (_inWindow.Count >= limits.Distinct.Quota)
            {
                return false;
            }

            _inWindow.Add(target);
        }

        _items.Take();
        if (!isKnown)
        {
            _novel.Take();
        }

        _lastSeen[target] = now.UnixNanos;
        return true;
    }

    private void TurnWindow(DictionaryLimits limits, Instant now)
    {
        _windowStart = now.UnixNanos;
        _inWindow.Clear();
        foreach (var (target, seenAt) in _lastSeen)
        {
            if (now.UnixNanos - seenAt >= limits.HorizonNanos)
            {
                _lastSeen.Remove(target);
            }
        }
    }
}
