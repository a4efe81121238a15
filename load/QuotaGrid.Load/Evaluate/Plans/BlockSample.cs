namespace QuotaGrid.Load.Evaluate.Plans;

/// <summary>
/// The blocks whose people are simulated in full: every so-manieth block in the order of density, so that the sample has the plan's densities and not those of 50 lucky draws.
/// </summary>
public sealed class BlockSample
{
    private readonly int[] _places;

    /// <summary>Chooses the blocks.</summary>
    /// <param name="numbers">The plan's numbers.</param>
    /// <param name="scale">How many blocks of the plan stand behind one of the sample.</param>
    public BlockSample(PlanNumbers numbers, int scale)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        var byDensity = numbers.DensestFirst();
        Blocks = [.. Enumerable.Range(0, Math.Max(1, byDensity.Length / scale)).Select(i => byDensity[Math.Min(byDensity.Length - 1, (i * scale) + (scale / 2))]).Order()];
        _places = new int[numbers.Plan.Blocks];
        Array.Fill(_places, -1);
        for (var place = 0; place < Blocks.Count; place++)
        {
            _places[Blocks[place]] = place;
        }
    }

    /// <summary>The blocks, in the plan's order.</summary>
    public IReadOnlyList<int> Blocks { get; }

    /// <summary>The numbers of all blocks.</summary>
    public int Numbers => Blocks.Count * PlanFigures.BlockSize;

    /// <summary>A number's place among the sample's numbers; -1 when its block is not in the sample.</summary>
    public int PlaceOf(int number)
    {
        var (block, offset) = Math.DivRem(number, PlanFigures.BlockSize);
        var place = _places[block];
        return place < 0 ? -1 : (place * PlanFigures.BlockSize) + offset;
    }

    /// <summary>The number at a place among the sample's numbers.</summary>
    public int NumberAt(int place)
    {
        var (block, offset) = Math.DivRem(place, PlanFigures.BlockSize);
        return (Blocks[block] * PlanFigures.BlockSize) + offset;
    }
}
