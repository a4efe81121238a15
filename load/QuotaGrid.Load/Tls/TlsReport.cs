using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Tls;

/// <summary>Turns timings into figures. Nothing was promised.</summary>
internal static class TlsReport
{
    /// <summary>Makes the report.</summary>
    public static Report Create(TlsSettings settings, IReadOnlyDictionary<string, List<TlsTiming>> timings, Machine machine)
    {
        var rounds = timings[TlsRun.Plain].Zip(timings[TlsRun.Tls]).ToArray();
        return new Report("tls", settings.Seed, machine,
        [
            Figure.Of("identities", settings.Identities, "{identity}"),
            Figure.Of("outstanding", settings.Outstanding, "{request}"),
            .. Way(TlsRun.Plain, timings[TlsRun.Plain]),
            .. Way(TlsRun.Tls, timings[TlsRun.Tls]),

            // Of each round, whose two halves met the same machine.
            Figure.Of("tls.of.plain.rate", Median(rounds.Select(round => round.Second.Decisions.PerSecond / round.First.Decisions.PerSecond)), "1"),
            Figure.Of("tls.of.plain.p99", Median(rounds.Select(round => round.Second.Decisions.P99Nanos / round.First.Decisions.P99Nanos)), "1"),
            Figure.Of("tls.of.plain.processor", Median(rounds.Select(round => round.Second.ProcessorMicroseconds / round.First.ProcessorMicroseconds)), "1"),
        ]);
    }

    private static Figure[] Way(string name, List<TlsTiming> timings) =>
    [
        Figure.Of($"{name}.rate", Median(timings.Select(timing => timing.Decisions.PerSecond)), "{decision}/s"),
        Figure.Of($"{name}.p50", Median(timings.Select(timing => timing.Decisions.P50Nanos)) / 1_000, "us"),
        Figure.Of($"{name}.p99", Median(timings.Select(timing => timing.Decisions.P99Nanos)) / 1_000, "us"),
        Figure.Of($"{name}.processor", Median(timings.Select(timing => timing.ProcessorMicroseconds)), "us"),
    ];

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
