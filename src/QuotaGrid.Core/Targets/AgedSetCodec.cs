using System.Buffers;
using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// The stored form of a set of whole numbers from [0, universe) with an age from 1 to 255 each, close to the fewest bits that any form can have. It is
/// canonical: one set has one form, in whatever order it was built, and no other bytes are read as that set.
/// </summary>
/// <remarks>
/// In one run of bits: how many numbers, n; how many ages occur, g; which (a set of g from 255); how many numbers each has (n cut into g parts: a set of
/// g - 1 cuts from n - 1 places); then for each age, ascending, its numbers (a set from the universe). The two sizes are in Elias's gamma code, the sets in
/// <see cref="GapCode"/>. An empty set is one byte.
/// <para>
/// Grouping makes the ages nearly free. The least for numbers and ages together is log2 C(U, n) + log2(n! / (n1! n2! ...)) bits for parts of n1, n2, ...; a set for
/// each age costs log2 C(U, n1) + log2 C(U, n2) + ..., which is the same where n is much less than U: each part's gaps are longer by log2(n / n1) bits, and
/// this is what an age is worth. So an address book that was seen in one sync pays one age for all of it, and one whose targets are spread evenly over a horizon pays
/// log2(240) = 7.9 bits for each, as it must. Where the universe is nearly full, as a dense sketch, the form does not profit from a number having only one age: up
/// to 1.44 bits a number too many.
/// </para>
/// </remarks>
internal static class AgedSetCodec
{
    /// <summary>The largest universe: every number of 32 bits.</summary>
    public const ulong MaxUniverse = 1UL << 32;

    private const int FirstRead = 256;

    /// <summary>Writes a set.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="universe">What the numbers are below, up to <see cref="MaxUniverse"/>. The reader must know it.</param>
    /// <param name="numbers">All different, in any order.</param>
    /// <param name="ages">The age of each, 1 to 255.</param>
    /// <exception cref="ArgumentException">A number occurs twice or is not below the universe, an age is 0, or not every number has an age.</exception>
    public static void Write(SnapshotWriter writer, ulong universe, ReadOnlySpan<uint> numbers, ReadOnlySpan<byte> ages)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(universe, MaxUniverse);
        ArgumentOutOfRangeException.ThrowIfNotEqual(ages.Length, numbers.Length);
        var words = ArrayPool<ulong>.Shared.Rent(2 * numbers.Length);
        try
        {
            var grouped = Group(numbers, ages, words.AsSpan(0, numbers.Length), words.AsSpan(numbers.Length, numbers.Length), universe);
            var bits = new BitWriter(writer);
            bits.Gamma((ulong)grouped.Length + 1);
            if (grouped.Length > 0)
            {
                Span<int> sizes = stackalloc int[AgeSizes.Length];
                AgeSizes.Write(bits, ages, sizes);
                foreach (var size in sizes)
                {
                    var gaps = new GapWriter(bits, universe, size);
                    foreach (var word in grouped[..size])
                    {
                        gaps.Add(AgedNumbers.NumberOf(word));
                    }

                    grouped = grouped[size..];
                }
            }

            bits.Finish();
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(words);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, and takes memory only as the bytes for it turn up.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="universe">What the numbers are below, the same as was written with.</param>
    /// <param name="most">The most numbers that there can be.</param>
    /// <returns>The numbers in ascending order, and the age of each.</returns>
    /// <exception cref="SnapshotFormatException">The bytes are not the form of such a set.</exception>
    public static (uint[] Numbers, byte[] Ages) Read(SnapshotReader reader, ulong universe, int most)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(universe, MaxUniverse);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        var bits = new BitReader(reader);
        var count = (int)(bits.Gamma(Math.Min((ulong)most, universe) + 1) - 1);
        Span<int> sizes = stackalloc int[AgeSizes.Length];
        sizes.Clear();
        AgeSizes.Read(bits, count, sizes);
        var numbers = new uint[Math.Min(count, FirstRead)];
        var next = 0;
        foreach (var size in sizes)
        {
            var gaps = new GapReader(bits, universe, size);
            for (var end = next + size; next < end; next++)
            {
                if (next == numbers.Length)
                {
                    Array.Resize(ref numbers, (int)Math.Min(count, 2L * next));
                }

                numbers[next] = (uint)gaps.Next();
            }
        }

        bits.Finish();
        return (numbers, Ascending(numbers, sizes));
    }

    /// <summary>Orders by age, and the numbers of one age by number.</summary>
    private static ReadOnlySpan<ulong> Group(
        ReadOnlySpan<uint> numbers, ReadOnlySpan<byte> ages, Span<ulong> words, Span<ulong> spare, ulong universe)
    {
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = ages[i] > 0 && numbers[i] < universe
                ? AgedNumbers.Of(numbers[i], ages[i])
                : throw new ArgumentException($"{numbers[i]} has the age {ages[i]}; numbers are below {universe}, ages from 1.", nameof(numbers));
        }

        var ordered = AgedNumbers.OrderByNumber(words, spare);
        if (!AgedNumbers.AreDistinct(ordered))
        {
            throw new ArgumentException("A number occurs twice.", nameof(numbers));
        }

        return AgedNumbers.OrderByAge(ordered, ordered == words ? spare : words);
    }

    /// <summary>Brings numbers that are grouped by age into ascending order over all ages, and gives the ages in this order.</summary>
    private static byte[] Ascending(uint[] numbers, ReadOnlySpan<int> sizes)
    {
        var words = ArrayPool<ulong>.Shared.Rent(2 * numbers.Length);
        try
        {
            var next = 0;
            for (var age = 1; age < AgeSizes.Length; age++)
            {
                for (var end = next + sizes[age]; next < end; next++)
                {
                    words[next] = AgedNumbers.Of(numbers[next], (byte)age);
                }
            }

            var ordered = AgedNumbers.OrderByNumber(words.AsSpan(0, next), words.AsSpan(next, next));
            if (!AgedNumbers.AreDistinct(ordered))
            {
                throw new SnapshotFormatException("A number of a set has two ages.");
            }

            var ages = new byte[next];
            for (var i = 0; i < next; i++)
            {
                (numbers[i], ages[i]) = (AgedNumbers.NumberOf(ordered[i]), AgedNumbers.AgeOf(ordered[i]));
            }

            return ages;
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(words);
        }
    }
}
