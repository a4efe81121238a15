using System.Collections.Concurrent;

namespace QuotaGrid.Core.Cohorts;

/// <summary>
/// The cohorts of one kind that a silo has, at most a number: in two generations, of which the elder is let go of when the younger is full. One that is asked for is young again, so a flood of values that come
/// once displaces only what nobody asks for. Safe for concurrent use.
/// </summary>
internal sealed class HeldKind(int most)
{
    private readonly Lock _lock = new();
    private readonly int _mostYoung = Math.Max(1, most / 2);
    private ConcurrentDictionary<string, HeldCohort> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, HeldCohort> _elder = new(StringComparer.Ordinal);
    private int _youngCount;
    private long _dropped;

    /// <summary>How many were let go of.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Those that are here.</summary>
    public IEnumerable<HeldCohort> Held => _young.Values.Concat(_elder.Values);

    /// <summary>The cohort of a value, made when it is not here.</summary>
    public HeldCohort Hold(CohortKey key, Func<ulong> nextReporter)
    {
        var value = key.Cohort.Value;
        if (_young.TryGetValue(value, out var held))
        {
            return held;
        }

        lock (_lock)
        {
            if (_young.TryGetValue(value, out held))
            {
                return held;
            }

            if (_youngCount == _mostYoung)
            {
                LetGo();
            }

            _youngCount++;
            return _young[value] = _elder.TryRemove(value, out held) ? held : new HeldCohort(key, nextReporter());
        }
    }

    private void LetGo()
    {
        foreach (var (_, gone) in _elder)
        {
            gone.IsDropped = true;
            _dropped++;
        }

        (_elder, _young, _youngCount) = (_young, new(StringComparer.Ordinal), 0);
    }
}
