using System.Collections.Concurrent;

namespace QuotaGrid.Load.Universe;

/// <summary>
/// Which numbers are registered with the service, decided by the seed alone. Registered numbers cluster: each block has a density of
/// its own, from a Beta distribution around the country's share, so that some blocks are nearly full and many nearly empty; within the
/// block a keyed hash decides for each number. Safe for concurrent use.
/// </summary>
public sealed class RegisteredNumbers
{
    // Alpha plus beta. At 1 the density is U-shaped for every share; larger values would make the blocks alike.
    private const double Concentration = 1;

    private readonly ConcurrentDictionary<NumberBlock, double> _densities = new();
    private readonly int _seed;
    private readonly double _share;
    private readonly ulong _key;

    /// <summary>Decides for every number there is.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="share">The registered share of all numbers, between 0 and 1.</param>
    public RegisteredNumbers(int seed, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        _seed = seed;
        _share = share;
        _key = SeededHash.Key(seed, "registered");
    }

    /// <summary>Whether a number is registered.</summary>
    public bool Contains(E164Number number) => SeededHash.Unit(SeededHash.Of(_key, number.Digits)) < Density(number.Block);

    /// <summary>The share of a block's numbers that is registered, on average, from 0 to 1.</summary>
    public double Density(NumberBlock block) =>
        _densities.GetOrAdd(
            block,
            static (block, self) => new SeededRandom(self._seed, "density", block.Prefix)
                .Beta(self._share * Concentration, (1 - self._share) * Concentration),
            this);
}
