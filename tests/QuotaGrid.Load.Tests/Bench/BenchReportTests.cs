using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Bench.Measuring;
using QuotaGrid.Load.Bench.Memory;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Tests.Bench;

public sealed class BenchReportTests
{
    private static readonly Machine Anywhere = new("cpu", 2, 1, "os", "runtime");

    [Fact]
    public void GatesAreThoseThatWerePromised()
    {
        var gates = Create(nanos: 1, bytes: 0).Figures.Where(figure => figure.Gate is not null);

        Assert.Equal(
            [
                ("single.hot.time", 40),
                ("single.hot.allocated", 0),
                ("single.cold.allocated", 0),
                ("batch.known.time", 10),
                ("batch.known.allocated", 0),
                ("batch.cold.allocated", 0),
                ("batch.new.time", 25),
                ("threads.two.slowdown", 2 / 1.8),
                ("memory.grown.16384.target.worst", 5.5),
            ],
            gates.Select(figure => (figure.Name, figure.Gate!.Value)));
    }

    [Theory]
    [InlineData(10, 0, "")]
    [InlineData(10.1, 0, "batch.known.time")]
    [InlineData(10, 0.001, "single.hot.allocated single.cold.allocated batch.known.allocated batch.cold.allocated")]
    public void AGateIsMissedByWhatIsAboveIt(double nanos, double bytes, string missed) =>
        Assert.Equal(missed, string.Join(' ', Create(nanos, bytes).Missed().Select(figure => figure.Name)));

    [Fact]
    public void AlternativesAreComparedWithTheCoreBehindAMap()
    {
        var report = Create(
            new RaceResult(RaceName.SingleHot, [Timing(RaceName.Own, 10), Timing(RaceName.Keyed, 20), Timing(RaceName.Dictionary, 60)]));

        Assert.Equal(
            [
                ("single.hot.time", 10),
                ("single.hot.time.best", 9),
                ("single.hot.allocated", 0),
                ("single.hot.keyed.time", 20),
                ("single.hot.keyed.time.best", 19),
                ("single.hot.dictionary.time", 60),
                ("single.hot.dictionary.time.best", 59),
                ("single.hot.dictionary.allocated", 0),
                ("single.hot.dictionary.ratio", 3),
            ],
            report.Figures.Take(9).Select(figure => (figure.Name, figure.Value!.Value)));
    }

    [Fact]
    public void PartsHaveTimesAndNothingElse()
    {
        var report = Create(new RaceResult(RaceName.Part, [Timing(RaceName.Gcra, 5), Timing(RaceName.Fingerprint, 6)]));

        Assert.Equal(
            ["part.gcra.time", "part.gcra.time.best", "part.fingerprint.time", "part.fingerprint.time.best"],
            report.Figures.TakeWhile(figure => !figure.Name.StartsWith("threads", StringComparison.Ordinal)).Select(figure => figure.Name));
    }

    [Fact]
    public void ThreadsAndMemoryHaveTheirFigures()
    {
        var figures = Create().Figures;

        Assert.Equal(
            [
                ("threads.two.slowdown", 1.25),
                ("threads.two.slowdown.best", 1.25),
                ("threads.two.speedup", 1.6),
                ("memory.identities", 10),
                ("memory.identity", 200),
                ("memory.target", 20),
                ("memory.onetarget.identity", 900),
                ("memory.dictionary.identities", 5),
                ("memory.dictionary.identity", 2_000),
                ("memory.dictionary.target", 50),
                ("memory.dictionary.ratio", 2.5),
                ("memory.grown.150.target.worst", 7),
                ("memory.grown.16384.target.worst", 5),
                ("stored.identity", 1_400),
                ("stored.atonce.10", 180),
                ("stored.spread.100000", 14_000),
            ],
            figures.Select(figure => (figure.Name, figure.Value)));
    }

    private static Report Create(double nanos, double bytes) => Create(
    [
        .. new[]
        {
            RaceName.SingleHot, RaceName.SingleCold, RaceName.BatchKnown, RaceName.BatchResync, RaceName.BatchCold, RaceName.BatchNew,
            RaceName.BatchLarge,
        }.Select(name => new RaceResult(name, [new(RaceName.Own, [nanos], bytes), new(RaceName.Dictionary, [1e6], 1e6)])),
    ],
        slowdown: 1);

    private static Report Create(params RaceResult[] races) => Create(races, slowdown: 1.25);

    private static Report Create(RaceResult[] races, double slowdown) => BenchReport.Create(
        new BenchResult(
            BenchSettings.Quick(seed: 1),
            races,
            new ThreadTiming([100], [100 * slowdown]),
            new MemoryResult(
                new HeapResult(Identities: 10, Targets: 100, Bytes: 2_000),
                new HeapResult(Identities: 5, Targets: 5, Bytes: 4_500),
                new HeapResult(Identities: 5, Targets: 200, Bytes: 10_000),
                EncodedMean: 1_400,
                [new GrownSize(150, 7), new GrownSize(16_384, 5)],
                [new EncodedSize(10, Spread: false, 180), new EncodedSize(100_000, Spread: true, 14_000)])),
        Anywhere);

    private static Timing Timing(string contender, double nanos) => new(contender, [nanos, nanos - 1, nanos + 1], BytesPerRequest: 0);
}
