using QuotaGrid.Core.Coverage;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Live;

/// <summary>The US plan of the exam with people in as many blocks as are swept, and the phone number behind each of its numbers. Safe for concurrent use once made.</summary>
public sealed class LiveUniverse
{
    private readonly NumberBlock[] _blocks;

    /// <summary>Makes it.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="people">How many honest people take part, about.</param>
    /// <param name="scenarios">The attacks.</param>
    /// <param name="cancellation">Ends it early.</param>
    public LiveUniverse(int seed, int people, IReadOnlyList<LiveScenario> scenarios, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        var swept = Math.Max(1, scenarios.Sum(scenario => scenario.Blocks));
        World = new World(PlanFigures.Us, PlanFigures.Us.Blocks / swept, BookShape.Usual, seed, people, cancellation);

        // An attack that does not get far gets what is usual, and not the luck of its first block.
        var dealt = BlockDeal.Deal([.. World.Sample.Blocks.OrderByDescending(World.Numbers.Density)], [.. scenarios.Select(scenario => scenario.Blocks)]);
        Swept = [.. dealt.Select(blocks => blocks.OrderBy(block => Math.Abs(World.Numbers.Density(block) - World.Plan.Share)).ToArray())];
        var country = new Country(NumberingPlan.ForCountry("US"), seed);
        _blocks = [.. Enumerable.Range(0, World.Plan.Blocks).Select(block => country.Block(block))];
    }

    /// <summary>The plan, and who takes part.</summary>
    public World World { get; }

    /// <summary>The blocks that each attack sweeps.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Swept { get; }

    /// <summary>The regions of the plan, with the blocks of each that are in use.</summary>
    public IReadOnlyDictionary<RegionKey, int[]> Regions() => _blocks
        .GroupBy(block => block.Prefix / RegionKey.Blocks, block => (int)(block.Prefix % RegionKey.Blocks))
        .ToDictionary(blocks => RegionKey.Parse($"e164:{blocks.Key}"), blocks => blocks.Distinct().ToArray());

    /// <summary>A number as a client writes it.</summary>
    public string TextOf(int number)
    {
        var (block, offset) = Math.DivRem(number, PlanFigures.BlockSize);
        return _blocks[block].Number(offset).ToString();
    }
}
