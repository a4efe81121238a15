using System.Numerics;

namespace QuotaGrid.Core.Tests.Velocity;

/// <summary>
/// The oracle of velocity limits: every charge, and the contract word for word. Since any charge until now at most burst + quota x t / period permits
/// are charged, so what is available is what the tightest of these intervals leaves.
/// </summary>
internal sealed class ChargeLedger(long quota, long periodNanos)
{
    private readonly List<(long At, long Permits)> _charges = [];

    public int Count => _charges.Count;

    public (long At, long Permits) this[int place] => _charges[place];

    public void Charge(long now, long permits) => _charges.Add((now, permits));

    /// <summary>Makes it so that some permits of a charge were never charged.</summary>
    public void Strike(int place, long permits) => _charges[place] = (_charges[place].At, _charges[place].Permits - permits);

    public long Available(long now, long burst)
    {
        var (least, charged) = (burst, 0L);
        for (var i = _charges.Count - 1; i >= 0; i--)
        {
            charged += _charges[i].Permits;
            var gained = (BigInteger)(now - _charges[i].At) * quota / periodNanos;
            least = (long)BigInteger.Min(least, burst + gained - charged);
        }

        return least;
    }

    public BigInteger? NanosUntil(long now, long permits, long burst)
    {
        if (permits > burst)
        {
            return null;
        }

        var (longest, charged) = (BigInteger.Zero, 0L);
        for (var i = _charges.Count - 1; i >= 0; i--)
        {
            // Units of 1/quota nanosecond: a permit is worth a period of them.
            charged += _charges[i].Permits;
            var lacking = ((BigInteger)(charged + permits - burst) * periodNanos) - ((BigInteger)(now - _charges[i].At) * quota);
            longest = lacking.Sign > 0 ? BigInteger.Max(longest, (lacking + quota - 1) / quota) : longest;
        }

        return longest;
    }
}
