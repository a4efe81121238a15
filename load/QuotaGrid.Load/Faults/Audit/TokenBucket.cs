namespace QuotaGrid.Load.Faults.Audit;

/// <summary>
/// The contract of one limit and identity: a bucket that starts empty, leaks at the limit's rate, and holds what may be admitted at once. What is admitted flows in; what does not fit was above the
/// contract. In floating point and with times of admission, so that it has nothing in common with what it checks.
/// </summary>
/// <param name="perSecond">What leaks in a second.</param>
/// <param name="holds">What fits in.</param>
public sealed class TokenBucket(double perSecond, double holds)
{
    // What a sum of a million permits may be off by.
    private const double Rounding = 1e-6;
    private const double NanosPerSecond = 1e9;

    private double _level;
    private long _lastNanos = long.MinValue;

    /// <summary>How much was above the contract: the least that could be taken away so that the rest keeps it.</summary>
    public double Over { get; private set; }

    /// <summary>How much was admitted.</summary>
    public long Admitted { get; private set; }

    /// <summary>When something was above the contract for the first time; null when nothing was.</summary>
    public long? FirstOverNanos { get; private set; }

    /// <summary>Takes notice of an admission. They come in the order of time.</summary>
    public void Admit(long nanos, int permits)
    {
        if (_lastNanos != long.MinValue)
        {
            _level = Math.Max(0, _level - ((nanos - _lastNanos) / NanosPerSecond * perSecond));
        }

        _lastNanos = nanos;
        Admitted += permits;
        _level += permits;
        if (_level > holds + Rounding)
        {
            Over += _level - holds;
            _level = holds;
            FirstOverNanos ??= nanos;
        }
    }
}
