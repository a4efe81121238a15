using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Evidence;

/// <summary>
/// The targets that were new to an identity when they were admitted, and of which the backend has not told yet what it found: only their outcomes are evidence. Those of known targets are the same
/// outcomes again, and one that comes twice counts once.
/// </summary>
/// <remarks>
/// Never stored: what a crash forgets is evidence of nothing. Two generations, so that what nobody tells of is dropped after one to two times <see cref="Patience"/>; no memory while nothing is awaited.
/// </remarks>
internal sealed class AwaitedOutcomes
{
    /// <summary>The most targets that are awaited. Of more, those that come last are not, so their outcomes say nothing.</summary>
    public const int Capacity = 16_384;

    private HashSet<uint>? _latest;
    private HashSet<uint>? _before;
    private long _turnNanos;

    /// <summary>How long an outcome is awaited, at least.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How many targets are awaited.</summary>
    public int Count => (_latest?.Count ?? 0) + (_before?.Count ?? 0);

    /// <summary>Awaits a target's outcome.</summary>
    public void Await(Fingerprint target, Instant now)
    {
        Turn(now);
        if (Count < Capacity)
        {
            (_latest ??= []).Add(target.Token);
        }
    }

    /// <summary>Takes up outcomes, and counts those that were awaited.</summary>
    public int Take(ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        Turn(now);
        var taken = 0;
        foreach (var target in targets)
        {
            taken += _latest?.Remove(target.Token) == true | _before?.Remove(target.Token) == true ? 1 : 0;
        }

        _latest = _latest is { Count: 0 } ? null : _latest;
        _before = _before is { Count: 0 } ? null : _before;
        return taken;
    }

    private void Turn(Instant now)
    {
        var patience = Patience.Ticks * Instant.NanosPerTick;
        if (now.UnixNanos < _turnNanos)
        {
            return;
        }

        _before = now.UnixNanos - _turnNanos < patience ? _latest : null;
        _latest = null;
        _turnNanos = now.UnixNanos + patience;
    }
}
