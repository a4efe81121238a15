using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>Hands an attacker's targets out to its puppets, each number once. Not safe for concurrent use.</summary>
public sealed class TargetPicker
{
    private const ulong LeakedListErrors = 50;

    private readonly PlanNumbers _numbers;
    private readonly AttackScenario _scenario;
    private readonly int _puppets;
    private readonly long _total;
    private readonly SeededPermutation? _random;
    private readonly int[] _blocks;
    private readonly long[] _taken;
    private readonly ulong _listKey;

    /// <summary>Begins before the first target.</summary>
    /// <param name="numbers">The plan's numbers.</param>
    /// <param name="scenario">The attack.</param>
    /// <param name="puppets">How many puppets there are.</param>
    /// <param name="blocks">The blocks that are swept, in this order.</param>
    /// <param name="seed">The run's seed.</param>
    public TargetPicker(PlanNumbers numbers, AttackScenario scenario, int puppets, IReadOnlyList<int> blocks, int seed)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(blocks);
        (_numbers, _scenario, _puppets) = (numbers, scenario, puppets);
        _total = (long)blocks.Count * PlanFigures.BlockSize;
        _taken = new long[scenario.HandsOut ? 1 : puppets];
        _listKey = SeededHash.Key(seed, "leaked list");
        _random = scenario.Order == SweepOrder.Random ? new SeededPermutation(_total, SeededHash.Key(seed, "random order")) : null;
        _blocks = scenario.Order == SweepOrder.DensestFirst ? [.. blocks.OrderByDescending(numbers.Density)] : [.. blocks];
    }

    /// <summary>The next target of a puppet; -1 when there are no more.</summary>
    public int Next(int puppet)
    {
        while (true)
        {
            var place = NextPlace(puppet);
            if (place < 0)
            {
                return -1;
            }

            var number = NumberAt(place);
            if (!_scenario.HasLeakedList || _numbers.IsRegistered(number) || SeededHash.Of(_listKey, (ulong)number) % LeakedListErrors == 0)
            {
                return number;
            }
        }
    }

    private long NextPlace(int puppet)
    {
        if (_scenario.HandsOut)
        {
            return _taken[0] < _total ? _taken[0]++ : -1;
        }

        if (_scenario.Order == SweepOrder.DensestFirst)
        {
            var place = (_taken[puppet]++ * _puppets) + puppet;
            return place < _total ? place : -1;
        }

        var first = _total * puppet / _puppets;
        return first + _taken[puppet] < _total * (puppet + 1) / _puppets ? first + _taken[puppet]++ : -1;
    }

    private int NumberAt(long place)
    {
        var (block, offset) = Math.DivRem((int)(_random?[place] ?? place), PlanFigures.BlockSize);
        return (_blocks[block] * PlanFigures.BlockSize) + offset;
    }
}
