namespace QuotaGrid.Load.Live;

/// <summary>Deals blocks out to attacks, so that each sweeps its own and none gets all the dense ones.</summary>
public static class BlockDeal
{
    /// <summary>Deals.</summary>
    /// <param name="byDensity">The blocks, densest first.</param>
    /// <param name="counts">How many each gets; together at most as many as there are.</param>
    public static int[][] Deal(IReadOnlyList<int> byDensity, IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(byDensity);
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(counts.Sum(), byDensity.Count, nameof(counts));
        var dealt = counts.Select(_ => new List<int>()).ToArray();
        var total = counts.Sum();
        for (var place = 0; place < total; place++)
        {
            // Whoever is furthest behind what it should have by now.
            var next = Enumerable.Range(0, counts.Count).MinBy(i => (dealt[i].Count + 0.5) / counts[i]);
            dealt[next].Add(byDensity[(int)((long)place * byDensity.Count / total)]);
        }

        return [.. dealt.Select(blocks => blocks.ToArray())];
    }
}
