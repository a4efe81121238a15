namespace QuotaGrid.Load.Universe;

/// <summary>
/// The blocks that a digit pattern accepts whole, countable and addressable in order without listing them: the pattern's deterministic
/// automaton (subset construction, made as it is walked) with the number of blocks behind each state. Not safe for concurrent use.
/// </summary>
public sealed class BlockAutomaton
{
    private readonly DigitPattern _pattern;
    private readonly List<SortedSet<int>> _states = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<int?[]> _steps = [];
    private readonly Dictionary<(int State, int Digits), bool> _acceptsAll = [];
    private readonly Dictionary<(int State, int Digits), long> _blocks = [];

    /// <summary>Starts at the beginning of a pattern.</summary>
    public BlockAutomaton(DigitPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _pattern = pattern;
        NumberOf(pattern.Close([DigitPattern.Start]));
    }

    /// <summary>How many prefixes of a length begin a block of which every number matches the pattern.</summary>
    /// <param name="prefixDigits">The length of a block's national prefix: the number's without the last four digits.</param>
    public long Count(int prefixDigits) => Blocks(0, prefixDigits);

    /// <summary>The prefix of one block, as digits with leading zeros.</summary>
    /// <param name="prefixDigits">The length of the prefix.</param>
    /// <param name="index">The block's place among those of this length, from 0, in numerical order.</param>
    public string Prefix(int prefixDigits, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count(prefixDigits));
        return string.Create(prefixDigits, (Automaton: this, Index: index), static (digits, walk) =>
        {
            var (state, left) = (0, walk.Index);
            for (var at = 0; at < digits.Length; at++)
            {
                for (var digit = 0; ; digit++)
                {
                    var next = walk.Automaton.Step(state, digit);
                    var behind = walk.Automaton.Blocks(next, digits.Length - at - 1);
                    if (left < behind)
                    {
                        digits[at] = (char)('0' + digit);
                        state = next;
                        break;
                    }

                    left -= behind;
                }
            }
        });
    }

    private long Blocks(int state, int digitsLeft)
    {
        if (digitsLeft == 0)
        {
            return AcceptsAll(state, NumberBlock.Digits) ? 1 : 0;
        }

        if (!_blocks.TryGetValue((state, digitsLeft), out var blocks))
        {
            blocks = Enumerable.Range(0, 10).Sum(digit => Blocks(Step(state, digit), digitsLeft - 1));
            _blocks.Add((state, digitsLeft), blocks);
        }

        return blocks;
    }

    private bool AcceptsAll(int state, int digitsLeft)
    {
        if (digitsLeft == 0)
        {
            return _states[state].Contains(_pattern.End);
        }

        if (!_acceptsAll.TryGetValue((state, digitsLeft), out var accepts))
        {
            accepts = Enumerable.Range(0, 10).All(digit => AcceptsAll(Step(state, digit), digitsLeft - 1));
            _acceptsAll.Add((state, digitsLeft), accepts);
        }

        return accepts;
    }

    private int Step(int state, int digit) =>
        _steps[state][digit] ??= NumberOf(_pattern.Step(_states[state], digit));

    private int NumberOf(SortedSet<int> states)
    {
        var key = string.Join(',', states);
        if (!_numbers.TryGetValue(key, out var number))
        {
            number = _states.Count;
            _states.Add(states);
            _steps.Add(new int?[10]);
            _numbers.Add(key, number);
        }

        return number;
    }
}
