using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.FalseAlarms;

/// <summary>Shares that differ between people: Beta distributed, as a quotient of two Gamma numbers.</summary>
public static class ShareDraw
{
    /// <summary>Draws one person's share.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="mean">The mean over people, 0 to 1.</param>
    /// <param name="likeness">The sum of the two shapes; infinite for people who are all the same.</param>
    public static double Next(SeededRandom random, double mean, double likeness)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (double.IsPositiveInfinity(likeness) || mean is <= 0 or >= 1)
        {
            return mean;
        }

        var (some, rest) = (Gamma(random, mean * likeness), Gamma(random, (1 - mean) * likeness));
        return some / (some + rest);
    }

    /// <summary>Marsaglia and Tsang 2000; shapes below 1 by way of the next higher one.</summary>
    private static double Gamma(SeededRandom random, double shape)
    {
        if (shape < 1)
        {
            return Gamma(random, shape + 1) * Math.Pow(1 - random.Unit(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = random.Normal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.Unit()) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
            {
                return d * v;
            }
        }
    }
}
