using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Bench.Alternatives;

/// <summary>A token bucket as it is usually written: a fraction of tokens, and when it was last refilled.</summary>
public struct TokenBucket
{
    private readonly double _burst;
    private readonly double _tokensPerNano;
    private double _tokens;
    private long _refilledAt;

    /// <summary>Creates a full bucket.</summary>
    public TokenBucket(Limit limit, Instant now)
    {
        ArgumentNullException.ThrowIfNull(limit);
        _burst = limit.Burst;
        _tokensPerNano = (double)limit.Quota / (limit.Period.Ticks * Instant.NanosPerTick);
        _tokens = _burst;
        _refilledAt = now.UnixNanos;
    }

    /// <summary>Whether there is a whole token.</summary>
    public readonly bool HasToken => _tokens >= 1;

    /// <summary>Adds what was gained since the last time.</summary>
    public void Refill(Instant now)
    {
        var elapsed = now.UnixNanos - _refilledAt;
        if (elapsed > 0)
        {
            _tokens = Math.Min(_burst, _tokens + (elapsed * _tokensPerNano));
            _refilledAt = now.UnixNanos;
        }
    }

    /// <summary>Takes a token that is there.</summary>
    public void Take() => _tokens--;
}
