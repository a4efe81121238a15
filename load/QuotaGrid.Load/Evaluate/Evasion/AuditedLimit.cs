using QuotaGrid.Core.Policies;
using QuotaGrid.Load.Simulation.Auditing;

namespace QuotaGrid.Load.Evaluate.Evasion;

/// <summary>
/// Counts, in plain numbers and with none of the core's code, the most that one identity was admitted to against what one limit lets pass: in every window of w seconds <c>burst + rate x w</c>
/// permits of a velocity or novel limit, and within its window the quota of a distinct limit.
/// </summary>
public sealed class AuditedLimit
{
    private readonly Limit _limit;
    private readonly LeakyBucket _bucket;
    private readonly Dictionary<int, double> _last = [];
    private readonly Queue<(double Second, int Target)> _window = [];

    /// <summary>Begins before anything was admitted.</summary>
    public AuditedLimit(Limit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        (_limit, _bucket) = (limit, new(limit.Quota / limit.Period.TotalSeconds));
    }

    /// <summary>The limit's name.</summary>
    public string Name => _limit.Name;

    /// <summary>Whether it counts targets, and not items.</summary>
    public bool LooksAtTargets => _limit.Kind is LimitKind.Novel or LimitKind.Distinct;

    /// <summary>The most that was admitted, as a multiple of what the limit lets pass.</summary>
    public double Peak { get; private set; }

    /// <summary>Counts an item that was admitted. Times never go back.</summary>
    public void OnAdmitted(int target, double second)
    {
        var isNew = !_last.TryGetValue(target, out var before);
        var (count, most) = (0.0, (double)_limit.Burst);
        if (_limit.Kind == LimitKind.Distinct)
        {
            most = _limit.Quota;
            if (isNew || before != second)
            {
                _window.Enqueue((second, target));
            }

            _last[target] = second;
            count = CountWindow(second);
        }
        else
        {
            if (isNew || _limit.Kind == LimitKind.Velocity)
            {
                _bucket.Add(second, 1);
            }

            _last[target] = second;
            count = _bucket.LevelAt(second);
        }

        // Nanoseconds are rounded at every charge: that is no permit.
        Peak = Math.Max(Peak, (count - 0.001) / most);
    }

    private int CountWindow(double second)
    {
        // Whoever was asked for again stands further back once more.
        while (_window.TryPeek(out var first) && first.Second < second - _limit.Period.TotalSeconds)
        {
            _window.Dequeue();
            if (_last[first.Target] == first.Second)
            {
                _last.Remove(first.Target);
            }
        }

        return _last.Count;
    }
}
