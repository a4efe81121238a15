using System.Numerics;

namespace QuotaGrid.Core.Tests.Velocity;

/// <summary>
/// The oracle of velocity and novel limits: a bucket that gains quota/period permits a nanosecond up to the burst, in whole numbers of
/// any size. One permit is period units and a nanosecond gains quota units, so nothing is ever rounded.
/// </summary>
internal sealed class TokenBucket(long quota, long periodNanos, long burst)
{
    private readonly BigInteger _full = (BigInteger)burst * periodNanos;
    private BigInteger _level = (BigInteger)burst * periodNanos;
    private BigInteger _at;

    public long Available(long now) => (long)(LevelAt(now) / periodNanos);

    public BigInteger? NanosUntil(long now, long permits)
    {
        if (permits > burst)
        {
            return null;
        }

        var lacking = ((BigInteger)permits * periodNanos) - LevelAt(now);
        return lacking.Sign <= 0 ? BigInteger.Zero : (lacking + quota - 1) / quota;
    }

    public void Charge(long now, long permits)
    {
        _level = LevelAt(now) - ((BigInteger)permits * periodNanos);
        _at = now;
        Assert.True(_level.Sign >= 0, "The oracle was charged more than it has.");
    }

    private BigInteger LevelAt(long now) => BigInteger.Min(_full, _level + ((now - _at) * quota));
}
