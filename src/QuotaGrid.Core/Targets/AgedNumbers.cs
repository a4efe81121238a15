namespace QuotaGrid.Core.Targets;

/// <summary>Numbers of 32 bits with an age of 8 bits each, as one word: the age above the number. Ordered by radix, least digit first.</summary>
internal static class AgedNumbers
{
    private const int NumberBits = 32;
    private const int AgeBits = 8;
    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;

    /// <summary>Makes one word.</summary>
    public static ulong Of(uint number, byte age) => ((ulong)age << NumberBits) | number;

    /// <summary>The number of a word.</summary>
    public static uint NumberOf(ulong word) => (uint)word;

    /// <summary>The age of a word.</summary>
    public static byte AgeOf(ulong word) => (byte)(word >> NumberBits);

    /// <summary>Orders words by their numbers; those of one number stay as they were.</summary>
    /// <param name="words">What is ordered; undefined afterwards, unless it is what is returned.</param>
    /// <param name="spare">As long; likewise.</param>
    /// <returns>The one of the two that holds the words in order.</returns>
    public static Span<ulong> OrderByNumber(Span<ulong> words, Span<ulong> spare) => Order(words, spare, 0, NumberBits);

    /// <summary>Orders words by their ages; those of one age stay as they were.</summary>
    /// <inheritdoc cref="OrderByNumber"/>
    public static Span<ulong> OrderByAge(Span<ulong> words, Span<ulong> spare) => Order(words, spare, NumberBits, NumberBits + AgeBits);

    /// <summary>Whether no number occurs twice.</summary>
    /// <param name="words">Ordered by number.</param>
    public static bool AreDistinct(ReadOnlySpan<ulong> words)
    {
        for (var i = 1; i < words.Length; i++)
        {
            if (NumberOf(words[i - 1]) == NumberOf(words[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static Span<ulong> Order(Span<ulong> words, Span<ulong> spare, int shift, int end)
    {
        Span<int> places = stackalloc int[Digits];
        for (; shift < end; shift += DigitBits)
        {
            places.Clear();
            foreach (var word in words)
            {
                places[Digit(word, shift)]++;
            }

            // One digit for all, as of one age: they are in order.
            if (words.IsEmpty || places[Digit(words[0], shift)] == words.Length)
            {
                continue;
            }

            var next = 0;
            foreach (ref var place in places)
            {
                (place, next) = (next, next + place);
            }

            foreach (var word in words)
            {
                spare[places[Digit(word, shift)]++] = word;
            }

            var ordered = spare;
            spare = words;
            words = ordered;
        }

        return words;
    }

    private static int Digit(ulong word, int shift) => (int)(word >> shift) & (Digits - 1);
}
