using System.Numerics;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Plans;

/// <summary>
/// All whole numbers below a bound in a random order that needs no memory: a Feistel network over the next even power of two (Luby and Rackoff 1988), walked on until
/// the number is below the bound (Black and Rogaway 2002).
/// </summary>
public sealed class SeededPermutation
{
    private const int Rounds = 4;

    private readonly ulong _key;
    private readonly int _halfBits;
    private readonly uint _half;

    /// <summary>Chooses an order.</summary>
    /// <param name="bound">How many numbers there are, from 1.</param>
    /// <param name="key">Decides the order.</param>
    public SeededPermutation(long bound, ulong key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        Bound = bound;
        _key = key;
        _halfBits = Math.Max(1, (BitOperations.Log2((ulong)Math.Max(1, bound - 1)) + 2) / 2);
        _half = (uint)((1UL << _halfBits) - 1);
    }

    /// <summary>How many numbers there are.</summary>
    public long Bound { get; }

    /// <summary>The number at a place.</summary>
    public long this[long place]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)place, (ulong)Bound, nameof(place));
            do
            {
                place = Encrypt(place);
            }
            while (place >= Bound);
            return place;
        }
    }

    private long Encrypt(long value)
    {
        var left = (uint)(value >> _halfBits) & _half;
        var right = (uint)value & _half;
        for (var round = 0UL; round < Rounds; round++)
        {
            (left, right) = (right, left ^ ((uint)SeededHash.Mix(_key ^ (round << 32) ^ right) & _half));
        }

        return ((long)left << _halfBits) | right;
    }
}
