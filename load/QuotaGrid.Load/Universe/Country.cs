namespace QuotaGrid.Load.Universe;

/// <summary>
/// The numbers of a country that are in use, and which of them are registered. A plan has more blocks than are in use: whole areas of 100
/// neighbouring blocks are taken, evenly over the plan, so that a sweep in order runs through neighbours as it would in the
/// real plan. Safe for concurrent use.
/// </summary>
public sealed class Country
{
    /// <summary>The neighbouring blocks that make an area: a million numbers.</summary>
    public const int BlocksPerArea = 100;

    private readonly long _planAreas;

    /// <summary>Lays out a country.</summary>
    /// <param name="plan">Its numbering plan.</param>
    /// <param name="seed">The run's seed; decides which numbers are registered.</param>
    public Country(NumberingPlan plan, int seed)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Plan = plan;
        Figures = CountryFigures.For(plan.Country, plan.BlockCount);
        Registered = new(seed, Figures.Share);
        BlockCount = Math.Min(Figures.Blocks, plan.BlockCount);
        AreaCount = AreasOf(BlockCount);
        _planAreas = AreasOf(plan.BlockCount);
    }

    /// <summary>The numbering plan.</summary>
    public NumberingPlan Plan { get; }

    /// <summary>How many numbers are in use and registered.</summary>
    public CountryFigures Figures { get; }

    /// <summary>Which numbers are registered.</summary>
    public RegisteredNumbers Registered { get; }

    /// <summary>The blocks in use.</summary>
    public long BlockCount { get; }

    /// <summary>The areas in use; the last one may be incomplete.</summary>
    public long AreaCount { get; }

    /// <summary>One of the blocks in use.</summary>
    /// <param name="index">Its place, from 0, in the plan's order.</param>
    public NumberBlock Block(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, BlockCount);
        var (area, place) = Math.DivRem(index, BlocksPerArea);

        // As many or more areas in the plan than in use: no two areas in use share one of the plan.
        var planIndex = (area * _planAreas / AreaCount * BlocksPerArea) + place;
        return Plan.Block(Math.Min(planIndex, Plan.BlockCount - 1));
    }

    private static long AreasOf(long blocks) => (blocks + BlocksPerArea - 1) / BlocksPerArea;
}
