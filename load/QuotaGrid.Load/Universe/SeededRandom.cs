namespace QuotaGrid.Load.Universe;

/// <summary>
/// Random numbers that belong to one seed, purpose and index: SplitMix64, the same on every runtime. Those of different purposes or
/// indices do not disturb each other. Not safe for concurrent use.
/// </summary>
public sealed class SeededRandom
{
    private ulong _state;

    /// <summary>Starts at the first number.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What is drawn, in a word.</param>
    /// <param name="index">Which one of its kind: the person, the block.</param>
    public SeededRandom(int seed, string purpose, ulong index = 0) =>
        _state = SeededHash.Of(SeededHash.Key(seed, purpose), index);

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => SeededHash.Mix(_state += SeededHash.Increment);

    /// <summary>The next whole number in [0, <paramref name="bound"/>).</summary>
    public long Below(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (long)Math.BigMul(Next(), (ulong)bound, out _);
    }

    /// <summary>The next number in [0, 1).</summary>
    public double Unit() => SeededHash.Unit(Next());

    /// <summary>The next number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Between(double low, double high) => low + ((high - low) * Unit());

    /// <summary>The next standard normal number (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    /// <summary>
    /// The next number of a Beta distribution: Jöhnk 1964 while both shapes are at most one, where that is quick, and else the share of one of two Gamma numbers.
    /// </summary>
    /// <param name="a">The shape near 0, above 0.</param>
    /// <param name="b">The shape near 1, above 0.</param>
    public double Beta(double a, double b)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(a);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(b);
        if (a > 1 || b > 1)
        {
            var (left, right) = (Gamma(a), Gamma(b));
            return left / (left + right);
        }

        while (true)
        {
            var x = Math.Pow(Unit(), 1 / a);
            var y = Math.Pow(Unit(), 1 / b);
            if (x + y is > 0 and <= 1)
            {
                return x / (x + y);
            }
        }
    }

    /// <summary>The next number of a Gamma distribution of scale 1 (Marsaglia and Tsang 2000).</summary>
    /// <param name="shape">The shape, above 0.</param>
    public double Gamma(double shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape);
        if (shape < 1)
        {
            return Gamma(shape + 1) * Math.Pow(1 - Unit(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = Normal();
            var v = Math.Pow(1 + (c * normal), 3);
            if (v > 0 && Math.Log(1 - Unit()) < (0.5 * normal * normal) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    /// <summary>Puts the items in random order (Fisher and Yates); with a <paramref name="count"/>, only the first ones.</summary>
    public void Shuffle<T>(Span<T> items, int count = int.MaxValue)
    {
        for (var i = 0; i < Math.Min(count, items.Length - 1); i++)
        {
            var other = i + (int)Below(items.Length - i);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
