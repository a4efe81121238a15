using System.Diagnostics;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// What the cells of a <see cref="TargetSketch"/> say about the number of targets, and how well. A target hits a given cell of level k with probability q_k, 2^-(k+1) / 1,024
/// (on the last level twice that). The model takes cells as independent, a cell of level k being hit by n targets with probability 1 - exp(-n q_k): the
/// number of set cells per level is then a sufficient statistic.
/// </summary>
/// <remarks>
/// The estimate is of maximum likelihood, as Ertl does it for HyperLogLog (arXiv 1702.01284) and Lang for this very bitmap (arXiv 1708.06839), less its
/// first-order bias (Cox and Snell, JRSS B 30, 1968). The error comes from the Fisher information (Pettie and Wang, STOC 2021).
/// </remarks>
public static class TargetSketchModel
{
    /// <summary>The largest estimate: when every cell is set. With one cell free it is at most 2^24 ln 2,048, just below this.</summary>
    public const double MaxTargets = 1 << 27;

    /// <summary>The largest weight: the inverse of the probability of one cell of the last levels.</summary>
    public const double MaxNovelWeight = 1 << 24;

    private const int Last = TargetSketch.Levels - 1;

    // Newton's method needs 4 or 5 steps as a rule and 12 at most; tests hold it to that. The bound is for what nobody has thought of. As each step squares
    // the error, the one that is shorter than this leaves next to none.
    private const int MaxSteps = 64;
    private const double Precision = 1e-6;

    // For many targets the free share is 1,024 / (n ln 2). A tenth less than what follows for n is to the left of the root, or nearly always.
    private const double StartTimesFreeShare = 0.9 * TargetSketch.Registers / 0.693;

    /// <summary>Estimates how many different targets there are.</summary>
    /// <param name="setCells">The set cells of each level.</param>
    /// <returns>0 when no cell is set, <see cref="MaxTargets"/> when all are.</returns>
    internal static double Estimate(ReadOnlySpan<int> setCells)
    {
        var free = FreeShare(setCells);
        if (free == 0)
        {
            return MaxTargets;
        }

        var targets = MostLikely(setCells, free, out _);
        return targets - BiasOf(targets);
    }

    /// <summary>
    /// The relative standard error of an estimate of n different targets: sqrt(1 / (n^2 I) - 1 / n), with the Fisher information I(n), the sum over all cells of q^2 / (exp(n q) - 1).
    /// </summary>
    /// <remarks>
    /// The first term alone is the error under the model, in which the number of targets itself scatters as a Poisson variable does, with variance n. Here n is what is
    /// asked for, so that its scatter comes off. The error is 1.28 % for a few, which rarely share a cell (and none for one, which cannot), 1.8 % at 10,000, 2.0 % from
    /// 100,000 to 4 million, and grows when the last levels fill: 2.1 % at 16 million, 3.8 % at 64 million.
    /// </remarks>
    /// <param name="targets">n, above 0.</param>
    public static double RelativeError(double targets)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targets);
        var (lost, information) = Sums(targets);
        return Math.Sqrt(lost / information) / targets;
    }

    /// <summary>
    /// What <see cref="TargetSketch.NovelWeight"/> is expected to be when n different targets are in the window: near n ln 2 / 1,024 for many. A batch of b new targets is counted with a
    /// relative standard error of sqrt((weight - 1) / b), because each counts its weight with probability 1 / weight, and else nothing.
    /// </summary>
    /// <param name="targets">n, not negative.</param>
    public static double ExpectedNovelWeight(double targets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(targets);
        var free = 0.0;
        for (var level = 0; level <= Last; level++)
        {
            free += TargetSketch.Registers * HitChance(level) * Math.Exp(-targets * HitChance(level));
        }

        return Math.Min(1 / free, MaxNovelWeight);
    }

    /// <summary>The inverse of the probability that a new target meets a cell that is not set.</summary>
    internal static double NovelWeight(ReadOnlySpan<int> setCells) => 1 / Math.Max(FreeShare(setCells), 1 / MaxNovelWeight);

    /// <summary>
    /// The root of the score, times n: the sum over the set cells of h(n q), less n times the free share, with h(y) = y / (exp(y) - 1). It is convex and falls from
    /// the number of set cells, so Newton's method from 0, or from anywhere to the left of the root, comes nearer from the left with every step, and cannot miss.
    /// </summary>
    internal static double MostLikely(ReadOnlySpan<int> setCells, double free, out int steps)
    {
        var targets = StartTimesFreeShare * (1 - free) / free;
        for (steps = 1; steps <= MaxSteps; steps++)
        {
            var (score, slope) = Score(setCells, free, targets);
            if (score < 0 && steps == 1)
            {
                targets = 0;
                continue;
            }

            var step = score / slope;
            targets += step;
            if (step <= targets * Precision)
            {
                break;
            }
        }

        return targets;
    }

    private static (double Score, double Slope) Score(ReadOnlySpan<int> setCells, double free, double targets)
    {
        var (score, slope) = (-targets * free, free);
        var power = ExpMinusOne(targets * HitChance(Last));
        for (var level = Last; level >= 0; level--)
        {
            var chance = HitChance(level);
            var inverse = 1 / power;
            var h = targets == 0 ? 1 : targets * chance * inverse;
            var fall = targets == 0 ? 0.5 : h + ((h - 1) * inverse);
            score += setCells[level] * h;
            slope += setCells[level] * chance * fall;
            power = NextPower(level, power);
        }

        return (score, slope);
    }

    // Cox and Snell's expansion comes to the sum of q^3 / (exp(n q) - 1) over 2 I^2: 0.03 % of n for many targets, half of that for few, a sixtieth of the error.
    private static double BiasOf(double targets)
    {
        if (targets == 0)
        {
            return 0;
        }

        var (information, third) = (0.0, 0.0);
        var power = ExpMinusOne(targets * HitChance(Last));
        for (var level = Last; level >= 0; level--)
        {
            var chance = HitChance(level);
            var term = TargetSketch.Registers * chance * chance / power;
            information += term;
            third += term * chance;
            power = NextPower(level, power);
        }

        return third / (2 * information * information);
    }

    // The information, and 1 - n I: what is lost of it by cells that targets share. Written as a sum of what each level loses, as for few targets it is a
    // small difference of large numbers.
    private static (double Lost, double Information) Sums(double targets)
    {
        var (lost, information) = (0.0, 0.0);
        for (var level = 0; level <= Last; level++)
        {
            var y = targets * HitChance(level);
            var share = TargetSketch.Registers * HitChance(level);
            var h = y / ExpMinusOne(y);
            lost += share * (y < 1e-3 ? y * (0.5 - (y / 12)) : 1 - h);
            information += share * h / targets;
        }

        return (lost, information);
    }

    private static double FreeShare(ReadOnlySpan<int> setCells)
    {
        Debug.Assert(setCells.Length == TargetSketch.Levels, "A count for each level.");
        var free = 0.0;
        for (var level = 0; level <= Last; level++)
        {
            // Powers of two: the sum is exact, and 0 only when no cell is free.
            free += (TargetSketch.Registers - setCells[level]) * HitChance(level);
        }

        return free;
    }

    // exp(n q) - 1 of the next lower level, where q is twice as much: one exponential serves all levels.
    private static double NextPower(int level, double power) => level == Last ? power : power * (power + 2);

    // The last two levels have the same chance.
    private static double HitChance(int level) => 1.0 / ((long)TargetSketch.Registers << Math.Min(level + 1, Last));

    // Keeps its precision near 0, where Math.Exp(y) - 1 does not.
    private static double ExpMinusOne(double y) =>
        y < 1e-3 ? y * (1 + (y / 2 * (1 + (y / 3 * (1 + (y / 4)))))) : Math.Exp(y) - 1;
}
