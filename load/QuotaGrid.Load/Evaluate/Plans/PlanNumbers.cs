using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Plans;

/// <summary>
/// Which numbers of a plan are registered, which were formerly, and which others are in use, decided by the seed alone. A number is an index: its block times 10,000, and its place in the block.
/// Safe for concurrent use.
/// </summary>
public sealed class PlanNumbers
{
    /// <summary>Formerly registered numbers as a share of those that people have in their books: contacts go stale where they once were registered.</summary>
    public const double FormerShare = 0.08;

    /// <summary>
    /// Numbers that are in use elsewhere, as a share of those that are not and never were registered: shops, offices, landlines. The United States have about 33 million businesses to 500 million numbers.
    /// </summary>
    public const double InUseShare = 0.06;

    private static readonly ulong InUseBelow = Threshold(InUseShare);

    private readonly ulong _registeredKey;
    private readonly ulong _formerKey;
    private readonly ulong _inUseKey;
    private readonly double[] _densities;

    // A hash below the first is registered; below the second, of another hash, was.
    private readonly ulong[] _registeredBelow;
    private readonly ulong[] _formerBelow;

    // How many numbers before each block are registered: asked for by every attack, and 500 million hashes to find out.
    private readonly Lazy<long[]> _registeredBefore;

    /// <summary>Decides for every number of a plan.</summary>
    public PlanNumbers(PlanFigures plan, int seed)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Plan = plan;
        _registeredBefore = new(CountBefore);
        _registeredKey = SeededHash.Key(seed, "plan registered");
        _formerKey = SeededHash.Key(seed, "plan formerly registered");
        _inUseKey = SeededHash.Key(seed, "plan in use");
        _densities = new double[plan.Blocks];
        _registeredBelow = new ulong[plan.Blocks];
        _formerBelow = new ulong[plan.Blocks];
        for (var block = 0; block < plan.Blocks; block++)
        {
            var density = new SeededRandom(seed, $"density {plan.Name}", (ulong)block)
                .Beta(plan.Share * plan.Concentration, (1 - plan.Share) * plan.Concentration);
            _densities[block] = density;
            _registeredBelow[block] = Threshold(density);

            // Where a block is nearly full there are fewer numbers left than stale contacts would need.
            var former = density * FormerShare / (1 - FormerShare) / Math.Max(1e-9, 1 - density);
            _formerBelow[block] = Threshold(Math.Min(1, former));
        }
    }

    /// <summary>The plan.</summary>
    public PlanFigures Plan { get; }

    /// <summary>The expected registered share of a block.</summary>
    public double Density(int block) => _densities[block];

    /// <summary>The blocks, densest first.</summary>
    public int[] DensestFirst()
    {
        var blocks = Enumerable.Range(0, Plan.Blocks).ToArray();
        Array.Sort(_densities.Select(density => -density).ToArray(), blocks);
        return blocks;
    }

    /// <summary>Whether a number is registered.</summary>
    public bool IsRegistered(int number) =>
        SeededHash.Of(_registeredKey, (ulong)number) < _registeredBelow[number / PlanFigures.BlockSize];

    /// <summary>Whether a number was registered and is not any more, so that people still have it in their books.</summary>
    public bool WasRegistered(int number) =>
        SeededHash.Of(_formerKey, (ulong)number) < _formerBelow[number / PlanFigures.BlockSize] && !IsRegistered(number);

    /// <summary>Whether a number is in use, but neither is nor was registered.</summary>
    public bool IsInUse(int number) => SeededHash.Of(_inUseKey, (ulong)number) < InUseBelow && !IsRegistered(number) && !WasRegistered(number);

    /// <summary>How many numbers of the first blocks are registered.</summary>
    public long CountRegistered(int blocks) => _registeredBefore.Value[blocks];

    private long[] CountBefore()
    {
        var before = new long[Plan.Blocks + 1];
        for (var block = 0; block < Plan.Blocks; block++)
        {
            var below = _registeredBelow[block];
            var first = (ulong)block * PlanFigures.BlockSize;
            var count = 0;
            for (var offset = 0UL; offset < PlanFigures.BlockSize; offset++)
            {
                count += SeededHash.Of(_registeredKey, first + offset) < below ? 1 : 0;
            }

            before[block + 1] = before[block] + count;
        }

        return before;
    }

    private static ulong Threshold(double share) => share >= 1 ? ulong.MaxValue : (ulong)(share * Math.Pow(2, 64));
}
