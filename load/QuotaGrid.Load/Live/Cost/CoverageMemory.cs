using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Time;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Live.Cost;

/// <summary>What a copy of everything that was asked for takes while a whole plan is swept in random order: no silo is needed for that, the core counts it.</summary>
public static class CoverageMemory
{
    private static readonly Instant Begin = Instant.From(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000));

    // Any number without a common divisor with 10,000: it goes through all offsets of a block, far from the one before.
    private const int Stride = 7_919;

    /// <summary>Measures at several shares of the plan's numbers, in one window and then in both.</summary>
    /// <param name="regions">The plan's regions, with the blocks of each that are in use.</param>
    /// <param name="percents">The shares, growing, in percent.</param>
    /// <param name="cancellation">Ends it.</param>
    public static IReadOnlyList<Figure> Measure(IReadOnlyDictionary<RegionKey, int[]> regions, IReadOnlyList<int> percents, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(percents);
        var window = CoverageWindow.Default;
        var bytes = new long[2, percents.Count];
        var stored = new long[percents.Count];
        foreach (var blocks in regions.Values)
        {
            cancellation.ThrowIfCancellationRequested();
            var coverage = new RegionCoverage(window);
            for (var swept = 0; swept < 2; swept++)
            {
                var now = Begin + TimeSpan.FromSeconds(swept * window.Seconds);
                for (var (step, marked) = (0, 0); step < percents.Count; step++)
                {
                    var upTo = RegionKey.BlockTargets * percents[step] / 100;
                    Mark(coverage, blocks, marked, upTo, now);
                    (marked, bytes[swept, step]) = (upTo, bytes[swept, step] + coverage.Bytes);
                    stored[step] += swept == 0 ? coverage.Encode().Length : 0;
                }
            }
        }

        return
        [
            Figure.Of("coverage.regions", regions.Count, "{region}"),
            Figure.Of("coverage.blocks", regions.Values.Sum(blocks => blocks.Length), "{block}"),
            .. percents.Select((percent, step) => Figure.Of($"coverage.swept{percent}.memory", bytes[0, step], "By")),
            .. percents.Select((percent, step) => Figure.Of($"coverage.swept{percent}.again.memory", bytes[1, step], "By")),
            .. percents.Select((percent, step) => Figure.Of($"coverage.swept{percent}.stored", stored[step], "By")),
        ];
    }

    private static void Mark(RegionCoverage coverage, int[] blocks, int from, int upTo, Instant now)
    {
        foreach (var block in blocks)
        {
            for (var i = from; i < upTo; i++)
            {
                coverage.Mark(block, i * Stride % RegionKey.BlockTargets, now);
            }
        }
    }
}
