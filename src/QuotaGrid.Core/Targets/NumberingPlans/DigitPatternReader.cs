namespace QuotaGrid.Core.Targets.NumberingPlans;

/// <summary>Reads the text of a <see cref="DigitPattern"/> once, by recursive descent.</summary>
internal sealed class DigitPatternReader(string text)
{
    private const int MaxRepetitions = 100;

    private static readonly DigitPattern Nothing = new DigitPattern.InTurn([]);

    private int _at;

    /// <summary>Reads the whole text.</summary>
    /// <exception cref="FormatException">The pattern has something that numbering plans do not use.</exception>
    public DigitPattern Read()
    {
        var pattern = ReadAlternatives();
        return _at == text.Length ? pattern : throw Unreadable();
    }

    private DigitPattern ReadAlternatives()
    {
        var alternatives = new List<DigitPattern>();
        do
        {
            alternatives.Add(ReadSequence());
        }
        while (Take('|'));
        return alternatives is [var only] ? only : new DigitPattern.AnyOf(alternatives);
    }

    private DigitPattern.InTurn ReadSequence()
    {
        var parts = new List<DigitPattern>();
        while (_at < text.Length && text[_at] is not ('|' or ')'))
        {
            var atom = ReadAtom();
            var (least, most) = ReadQuantifier();
            parts.AddRange(Enumerable.Repeat(atom, least));
            if (most > least)
            {
                parts.Add(UpTo(most - least, atom));
            }
        }

        return new(parts);
    }

    // Up to three are (x(x(x)?)?)?, which says each number of repetitions once.
    private static DigitPattern UpTo(int most, DigitPattern atom)
    {
        var upTo = Nothing;
        for (var count = 0; count < most; count++)
        {
            upTo = new DigitPattern.AnyOf([new DigitPattern.InTurn([atom, upTo]), Nothing]);
        }

        return upTo;
    }

    private DigitPattern ReadAtom()
    {
        if (Take('$'))
        {
            return new DigitPattern.End();
        }

        if (!Take('('))
        {
            return new DigitPattern.Digit(ReadDigits());
        }

        if (Take('?') && !Take(':'))
        {
            throw Unreadable();
        }

        var group = ReadAlternatives();
        return Take(')') ? group : throw Unreadable();
    }

    private int ReadDigits()
    {
        if (Take('\\'))
        {
            return Take('d') ? 0b11_1111_1111 : throw Unreadable();
        }

        if (!Take('['))
        {
            return 1 << ReadDigit();
        }

        var mask = 0;
        do
        {
            var first = ReadDigit();
            var last = Take('-') ? ReadDigit() : first;
            if (last < first)
            {
                throw Unreadable();
            }

            mask |= (2 << last) - (1 << first);
        }
        while (!Take(']'));
        return mask;
    }

    private (int Least, int Most) ReadQuantifier()
    {
        if (Take('?'))
        {
            return (0, 1);
        }

        if (!Take('{'))
        {
            return (1, 1);
        }

        var least = ReadNumber();
        var most = Take(',') ? ReadNumber() : least;
        return Take('}') && most >= least ? (least, most) : throw Unreadable();
    }

    private int ReadNumber()
    {
        var number = ReadDigit();
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            number = (number * 10) + ReadDigit();
            if (number > MaxRepetitions)
            {
                throw Unreadable();
            }
        }

        return number;
    }

    private int ReadDigit() => _at < text.Length && char.IsAsciiDigit(text[_at]) ? text[_at++] - '0' : throw Unreadable();

    private bool Take(char c)
    {
        var taken = _at < text.Length && text[_at] == c;
        _at += taken ? 1 : 0;
        return taken;
    }

    private FormatException Unreadable() => new($"The digit pattern cannot be read at character {_at}: {text}");
}
