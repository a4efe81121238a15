using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// The stored form of how many numbers have each age. Which ages occur is a set from 255; their sizes cut all numbers into as many parts, and the places of the
/// cuts are a set from the places between two numbers: so one code serves ages, sizes and numbers alike.
/// </summary>
internal static class AgeSizes
{
    /// <summary>The length of a table that has a place for each age; 0 is none.</summary>
    public const int Length = MaxAge + 1;

    private const int MaxAge = byte.MaxValue;

    /// <summary>Writes which ages there are and how many numbers each has.</summary>
    /// <param name="bits">Where to.</param>
    /// <param name="ages">The age of each number, of at least one.</param>
    /// <param name="sizes">Receives how many numbers each age has.</param>
    public static void Write(BitWriter bits, ReadOnlySpan<byte> ages, Span<int> sizes)
    {
        sizes.Clear();
        foreach (var age in ages)
        {
            sizes[age]++;
        }

        var groups = sizes.Length - sizes.Count(0);
        bits.Gamma((ulong)groups);
        var which = new GapWriter(bits, MaxAge, groups);
        for (var age = 1; age <= MaxAge; age++)
        {
            if (sizes[age] > 0)
            {
                which.Add((ulong)age - 1);
            }
        }

        var cuts = new GapWriter(bits, (ulong)ages.Length - 1, groups - 1);
        var end = 0;
        for (var age = 1; age <= MaxAge; age++)
        {
            end += sizes[age];
            if (sizes[age] > 0 && end < ages.Length)
            {
                cuts.Add((ulong)end - 1);
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bits">Where from.</param>
    /// <param name="count">How many numbers there are in all. Nothing is stored for none.</param>
    /// <param name="sizes">All zero; receives how many numbers each age has.</param>
    /// <exception cref="SnapshotFormatException">The bits end, or are not such ages.</exception>
    public static void Read(BitReader bits, int count, Span<int> sizes)
    {
        if (count == 0)
        {
            return;
        }

        Span<byte> ages = stackalloc byte[(int)bits.Gamma((ulong)Math.Min(count, MaxAge))];
        var which = new GapReader(bits, MaxAge, ages.Length);
        foreach (ref var age in ages)
        {
            age = (byte)(which.Next() + 1);
        }

        var cuts = new GapReader(bits, (ulong)count - 1, ages.Length - 1);
        var start = 0;
        foreach (var age in ages[..^1])
        {
            var end = (int)cuts.Next() + 1;
            sizes[age] = end - start;
            start = end;
        }

        sizes[ages[^1]] = count - start;
    }
}
