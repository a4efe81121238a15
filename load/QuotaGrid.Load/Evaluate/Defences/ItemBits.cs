namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>Items of a request, a bit each.</summary>
public static class ItemBits
{
    /// <summary>Puts the first items into a set.</summary>
    public static void AddFirst(Span<ulong> items, int count)
    {
        items[..(count / 64)].Fill(ulong.MaxValue);
        if (count % 64 != 0)
        {
            items[count / 64] |= (1UL << (count % 64)) - 1;
        }
    }

    /// <summary>Puts an item into a set.</summary>
    public static void Add(Span<ulong> items, int item) => items[item >> 6] |= 1UL << item;

    /// <summary>Whether an item is in a set.</summary>
    public static bool Contains(ReadOnlySpan<ulong> items, int item) => (items[item >> 6] >> item & 1) != 0;

    /// <summary>How many items are in a set.</summary>
    public static int Count(ReadOnlySpan<ulong> items)
    {
        var count = 0;
        foreach (var word in items)
        {
            count += System.Numerics.BitOperations.PopCount(word);
        }

        return count;
    }
}
