using QuotaGrid.Load.Bench.Measuring;
using QuotaGrid.Load.Bench.Memory;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Bench;

/// <summary>Turns what was measured into figures with gates.</summary>
public static class BenchReport
{
    /// <summary>The most that one known target of a hot identity may take, in nanoseconds, against three limits.</summary>
    public const double MaxSingleHot = 40;

    /// <summary>The most that one known target of a cold identity may take, in nanoseconds, when several are brought into the cache together.</summary>
    public const double MaxSingleCold = 200;

    /// <summary>The most that each known target of a batch may take, in nanoseconds.</summary>
    public const double MaxBatchKnown = 10;

    /// <summary>The most that each new target of a batch may take, in nanoseconds.</summary>
    public const double MaxBatchNew = 25;

    /// <summary>How many times longer a request may take while a second thread runs: 1.8 times as much is done by two.</summary>
    public const double MaxThreadSlowdown = 2 / 1.8;

    /// <summary>The most bytes of a target in a large target memory, at the worst moment of its growth.</summary>
    public const double MaxBytesPerTarget = 5.5;

    /// <summary>The number of targets for which <see cref="MaxBytesPerTarget"/> is promised.</summary>
    public const int GatedTargets = 16_384;

    private static readonly Dictionary<string, double> MaxNanos = new()
    {
        [RaceName.SingleHot] = MaxSingleHot,
        [$"{RaceName.SingleCold}.{RaceName.Prefetched}"] = MaxSingleCold,
        [RaceName.BatchKnown] = MaxBatchKnown,
        [RaceName.BatchNew] = MaxBatchNew,
    };

    // New targets make target memory grow, and a re-sync may rebuild it: there the bytes are reported and nothing is promised.
    private static readonly HashSet<string> AllocateNothing =
        [RaceName.SingleHot, RaceName.SingleCold, RaceName.BatchKnown, RaceName.BatchCold];

    /// <summary>Makes the report.</summary>
    public static Report Create(BenchResult result, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(
            "bench",
            result.Settings.Seed,
            machine,
            [.. result.Races.SelectMany(RaceFigures), .. ThreadFigures(result.Threads), .. MemoryFigures(result.Memory)]);
    }

    private static IEnumerable<Figure> RaceFigures(RaceResult race)
    {
        var own = race.Timings.FirstOrDefault(timing => timing.Contender == RaceName.Own);
        var comparable = race.Timings.FirstOrDefault(timing => timing.Contender == RaceName.Keyed) ?? own;
        return race.Timings.SelectMany(timing =>
            timing == own ? OwnFigures(race.Name, timing)
            : timing.Contender == RaceName.Prefetched || timing == comparable || own is null ? TimeFigures($"{race.Name}.{timing.Contender}", timing)
            : OtherFigures($"{race.Name}.{timing.Contender}", timing, comparable!));
    }

    private static IEnumerable<Figure> OwnFigures(string name, Timing timing)
    {
        var allocated = $"{name}.allocated";
        return
        [
            .. TimeFigures(name, timing),
            AllocateNothing.Contains(name)
                ? Figure.AtMost(allocated, timing.BytesPerRequest, "By", 0)
                : Figure.Of(allocated, timing.BytesPerRequest, "By"),
        ];
    }

    private static IEnumerable<Figure> OtherFigures(string name, Timing timing, Timing comparable) =>
    [
        .. TimeFigures(name, timing),
        Figure.Of($"{name}.allocated", timing.BytesPerRequest, "By"),
        Figure.Of($"{name}.ratio", timing.Median / comparable.Median, "1"),
    ];

    private static IEnumerable<Figure> TimeFigures(string name, Timing timing) =>
    [
        MaxNanos.TryGetValue(name, out var most)
            ? Figure.AtMost($"{name}.time", timing.Median, "ns", most)
            : Figure.Of($"{name}.time", timing.Median, "ns"),
        Figure.Of($"{name}.time.best", timing.Best, "ns"),
    ];

    private static IEnumerable<Figure> ThreadFigures(ThreadTiming threads) =>
    [
        Figure.AtMost("threads.two.slowdown", threads.Slowdown, "1", MaxThreadSlowdown),
        Figure.Of("threads.two.slowdown.best", threads.BestSlowdown, "1"),
        Figure.Of("threads.two.speedup", 2 / threads.Slowdown, "1"),
    ];

    private static IEnumerable<Figure> MemoryFigures(MemoryResult memory) =>
    [
        .. HeapFigures("memory", memory.Own),
        Figure.Of("memory.onetarget.identity", memory.OneTarget.BytesPerIdentity, "By"),
        .. HeapFigures("memory.dictionary", memory.Dictionary),
        Figure.Of("memory.dictionary.ratio", memory.Dictionary.BytesPerTarget / memory.Own.BytesPerTarget, "1"),
        .. memory.Grown.Select(grown => grown.Targets == GatedTargets
            ? Figure.AtMost(GrownName(grown), grown.WorstBytesPerTarget, "By", MaxBytesPerTarget)
            : Figure.Of(GrownName(grown), grown.WorstBytesPerTarget, "By")),
        Figure.Of("stored.identity", memory.EncodedMean, "By"),
        .. memory.Encoded.Select(size => Figure.Of($"stored.{(size.Spread ? "spread" : "atonce")}.{size.Targets}", size.Bytes, "By")),
    ];

    private static IEnumerable<Figure> HeapFigures(string name, HeapResult heap) =>
    [
        Figure.Of($"{name}.identities", heap.Identities, "{identity}"),
        Figure.Of($"{name}.identity", heap.BytesPerIdentity, "By"),
        Figure.Of($"{name}.target", heap.BytesPerTarget, "By"),
    ];

    private static string GrownName(GrownSize grown) => $"memory.grown.{grown.Targets}.target.worst";
}
