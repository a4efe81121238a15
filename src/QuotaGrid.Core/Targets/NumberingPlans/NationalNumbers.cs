namespace QuotaGrid.Core.Targets.NumberingPlans;

/// <summary>
/// The national numbers of one country calling code that are canonical as they are, as a minimal automaton that is walked once per digit.
/// </summary>
internal sealed class NationalNumbers
{
    // A state's row: the row of the state after each digit, and whether a number may end in the state.
    private const int End = 10;
    private const int RowLength = End + 1;

    // The row of the state that no number leaves, which the set without strings becomes.
    private const int Refused = 0;

    private readonly ushort[] _rows;
    private readonly int _start;

    /// <summary>Freezes a set of digit strings.</summary>
    /// <exception cref="FormatException">The set needs more states than rows can be addressed.</exception>
    public NationalNumbers(DigitLanguages languages, int set)
    {
        var rowOf = new Dictionary<int, int> { [DigitLanguages.None] = Refused };
        var sets = new List<int> { DigitLanguages.None };
        _start = RowOf(set);
        var rows = new List<ushort>();
        for (var at = 0; at < sets.Count; at++)
        {
            for (var digit = 0; digit < End; digit++)
            {
                rows.Add(checked((ushort)RowOf(languages.After(sets[at], digit))));
            }

            rows.Add((ushort)(languages.HasEmpty(sets[at]) ? 1 : 0));
        }

        _rows = [.. rows];

        int RowOf(int of)
        {
            if (!rowOf.TryGetValue(of, out var row))
            {
                row = sets.Count * RowLength;
                if (row > ushort.MaxValue)
                {
                    throw new FormatException($"The numbering plan needs more than {ushort.MaxValue / RowLength} states.");
                }

                rowOf.Add(of, row);
                sets.Add(of);
            }

            return row;
        }
    }

    /// <summary>The memory of the automaton in bytes.</summary>
    public int Bytes => _rows.Length * sizeof(ushort);

    /// <summary>Whether a national number is canonical.</summary>
    /// <param name="digits">The national number; anything but the digits 0 to 9 is refused.</param>
    /// <param name="number">The number before these digits, at most three digits, and afterwards with them.</param>
    public bool Has(ReadOnlySpan<char> digits, ref ulong number)
    {
        var rows = _rows;
        var row = _start;
        foreach (var c in digits)
        {
            var digit = (uint)(c - '0');
            if (digit >= End)
            {
                return false;
            }

            number = (number * 10) + digit;
            row = rows[row + (int)digit];
        }

        return rows[row + End] != 0;
    }
}
