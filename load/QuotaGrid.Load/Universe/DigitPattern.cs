namespace QuotaGrid.Load.Universe;

/// <summary>
/// A regular expression over digits as libphonenumber's metadata writes them (digits, <c>[0-24]</c>, <c>\d</c>, groups, <c>|</c>,
/// <c>?</c>, <c>{n}</c>, <c>{n,m}</c>), compiled to a nondeterministic automaton (Thompson 1968). Unlike a Regex it can say which
/// digits may follow a prefix, which is what walking a numbering plan in order needs.
/// </summary>
public sealed class DigitPattern
{
    /// <summary>The state before the first digit.</summary>
    public const int Start = 0;

    private const int MaxStates = 100_000;

    private readonly string _text;
    private readonly List<(int DigitMask, int To)> _onDigit = [];
    private readonly List<List<int>> _silently = [];
    private int _at;

    private DigitPattern(string text)
    {
        _text = text;
        var start = NewState();
        End = Alternatives(start);
        if (_at < _text.Length)
        {
            throw Unreadable();
        }
    }

    /// <summary>The state in which the whole pattern is matched.</summary>
    public int End { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">The pattern has something that numbering plans do not use, or is too large.</exception>
    public static DigitPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text);
    }

    /// <summary>The states that can be reached from some states by a digit, with everything that follows silently.</summary>
    public SortedSet<int> Step(IEnumerable<int> from, int digit)
    {
        ArgumentNullException.ThrowIfNull(from);
        return Close(from.Where(state => (_onDigit[state].DigitMask >> digit & 1) == 1).Select(state => _onDigit[state].To));
    }

    /// <summary>Some states and everything that follows them without a digit.</summary>
    public SortedSet<int> Close(IEnumerable<int> states)
    {
        var open = new Stack<int>(states);
        var closed = new SortedSet<int>();
        while (open.TryPop(out var state))
        {
            if (closed.Add(state))
            {
                _silently[state].ForEach(open.Push);
            }
        }

        return closed;
    }

    private int Alternatives(int from)
    {
        var end = NewState();
        do
        {
            _silently[Sequence(from)].Add(end);
        }
        while (Take('|'));
        return end;
    }

    private int Sequence(int from)
    {
        while (_at < _text.Length && _text[_at] is not ('|' or ')'))
        {
            from = Repeated(from);
        }

        return from;
    }

    // A repeated atom is read again from its text for each repetition: the patterns are short and the automaton has no loops.
    private int Repeated(int from)
    {
        // The atom gets a state of its own to start in, so that skipping it cannot disturb what came before.
        var start = NewState();
        _silently[from].Add(start);
        var atomAt = _at;
        var current = Atom(start);
        var (least, most) = Quantifier();
        var resumeAt = _at;
        var end = NewState();
        if (least == 0)
        {
            _silently[start].Add(end);
        }

        for (var done = 1; done < most; done++)
        {
            if (done >= least)
            {
                _silently[current].Add(end);
            }

            _at = atomAt;
            var next = NewState();
            _silently[current].Add(next);
            current = Atom(next);
        }

        _silently[current].Add(end);
        _at = resumeAt;
        return end;
    }

    private int Atom(int from)
    {
        if (!Take('('))
        {
            var to = NewState();
            _onDigit[from] = (DigitMask(), to);
            return to;
        }

        if (Take('?') && !Take(':'))
        {
            throw Unreadable();
        }

        var end = Alternatives(from);
        return Take(')') ? end : throw Unreadable();
    }

    private int DigitMask()
    {
        if (Take('\\'))
        {
            return Take('d') ? 0b11_1111_1111 : throw Unreadable();
        }

        if (!Take('['))
        {
            return 1 << Digit();
        }

        var mask = 0;
        do
        {
            var first = Digit();
            var last = Take('-') ? Digit() : first;
            for (var digit = first; digit <= last; digit++)
            {
                mask |= 1 << digit;
            }
        }
        while (!Take(']'));
        return mask;
    }

    private (int Least, int Most) Quantifier()
    {
        if (Take('?'))
        {
            return (0, 1);
        }

        if (!Take('{'))
        {
            return (1, 1);
        }

        var least = Number();
        var most = Take(',') ? Number() : least;
        return Take('}') && most >= least && most >= 1 ? (least, most) : throw Unreadable();
    }

    private int Number()
    {
        var number = Digit();
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]) && number < 100)
        {
            number = (number * 10) + Digit();
        }

        return number;
    }

    private int Digit() =>
        _at < _text.Length && char.IsAsciiDigit(_text[_at]) ? _text[_at++] - '0' : throw Unreadable();

    private bool Take(char c)
    {
        var taken = _at < _text.Length && _text[_at] == c;
        _at += taken ? 1 : 0;
        return taken;
    }

    private int NewState()
    {
        if (_onDigit.Count == MaxStates)
        {
            throw new FormatException($"The digit pattern needs more than {MaxStates} states.");
        }

        _onDigit.Add((0, 0));
        _silently.Add([]);
        return _onDigit.Count - 1;
    }

    private FormatException Unreadable() => new($"The digit pattern cannot be read at character {_at}: {_text}");
}
