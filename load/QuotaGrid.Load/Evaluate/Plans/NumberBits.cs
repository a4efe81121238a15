namespace QuotaGrid.Load.Evaluate.Plans;

/// <summary>A set of numbers, a bit for each number that there is: 63 MB for a whole plan.</summary>
public sealed class NumberBits
{
    private readonly ulong[] _words;

    /// <summary>Makes an empty set.</summary>
    /// <param name="numbers">How many numbers there are.</param>
    public NumberBits(int numbers) => _words = new ulong[(numbers + 63L) / 64];

    /// <summary>How many numbers are in the set.</summary>
    public long Count { get; private set; }

    /// <summary>Whether a number is in the set.</summary>
    public bool Contains(int number) => (_words[number >> 6] >> number & 1) != 0;

    /// <summary>Adds a number.</summary>
    /// <returns>Whether it was not in the set.</returns>
    public bool Add(int number)
    {
        ref var word = ref _words[number >> 6];
        var bit = 1UL << number;
        if ((word & bit) != 0)
        {
            return false;
        }

        word |= bit;
        Count++;
        return true;
    }
}
