using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Compare;

/// <summary>Turns timings into figures with gates.</summary>
internal static class CompareReport
{
    private const double FewestLocal = 8e6;
    private const double MostLocalP99 = 1_000;
    private const double FewestStrictOfRedis = 4;

    /// <summary>Makes the report.</summary>
    public static Report Create(
        CompareSettings settings, IReadOnlyDictionary<string, List<CompareTiming>> timings, IEnumerable<KeyValuePair<string, MessageTiming>> messages, Machine machine)
    {
        var (local, strict, redis) = (Median(timings[CompareRun.Local]), Median(timings[CompareRun.Strict]), Median(timings[CompareRun.Redis]));
        return new Report("compare", settings.Seed, machine,
        [
            Figure.Of("identities", settings.Identities, "{identity}"),
            Figure.Of("outstanding", settings.Outstanding, "{request}"),
            AtLeast("local.rate", local.PerSecond, "{decision}/s", FewestLocal),
            Figure.Of("local.p50", local.P50Nanos, "ns"),
            Figure.AtMost("local.p99", local.P99Nanos, "ns", MostLocalP99),
            Figure.AtMost("local.allocated", Math.Round(local.Bytes, 2), "By", 0),
            Figure.Of("local.asked.share", local.ShareOfAsked, "1"),
            Figure.Of("strict.rate", strict.PerSecond, "{decision}/s"),
            Figure.Of("strict.p50", strict.P50Nanos / 1_000, "us"),
            Figure.Of("strict.p99", strict.P99Nanos / 1_000, "us"),
            Figure.Of("redis.rate", redis.PerSecond, "{decision}/s"),
            Figure.Of("redis.p50", redis.P50Nanos / 1_000, "us"),
            Figure.Of("redis.p99", redis.P99Nanos / 1_000, "us"),
            Figure.Of("local.of.redis", local.PerSecond / redis.PerSecond, "1"),
            AtLeast("strict.of.redis", strict.PerSecond / redis.PerSecond, "1", FewestStrictOfRedis),
            Figure.AtMost("strict.p99.of.redis", strict.P99Nanos / redis.P99Nanos, "1", 1),
            .. messages.SelectMany(one => Messages(one.Key, one.Value)),
        ]);
    }

    private static IEnumerable<Figure> Messages(string load, MessageTiming timing) =>
    [
        Figure.Of($"messages.{load}.asked", timing.Asked, "{lookup}/s"),
        Figure.Of($"messages.{load}.admitted", timing.Admitted, "{lookup}/s"),
        Figure.Of($"messages.{load}.rate", timing.Messages, "{message}/s"),
        Figure.Of($"messages.{load}.silo", double.IsFinite(timing.SiloMicroseconds) && timing.SiloMicroseconds > 0 ? timing.SiloMicroseconds : null, "us"),
    ];

    private static Figure AtLeast(string name, double value, string unit, double gate) => new(name, value, unit, gate, value >= gate);

    private static CompareTiming Median(List<CompareTiming> timings) => timings.OrderBy(timing => timing.PerSecond).ElementAt(timings.Count / 2);
}
