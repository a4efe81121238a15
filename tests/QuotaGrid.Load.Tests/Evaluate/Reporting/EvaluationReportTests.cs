using QuotaGrid.Load.Evaluate;
using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Reporting;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Tests.Evaluate.Reporting;

public sealed class EvaluationReportTests
{
    private static readonly Machine AnyMachine = new("cpu", 1, 1, "os", "runtime");

    private static readonly EvaluationSettings Tiny = EvaluationSettings.Quick(3) with
    {
        Plans = [TinyWorld.Plan with { Share = 0.03 }],
        SampleScale = 100,
        Seeds = 2,
        Budget = 20_000,
        WarmDays = 3,
        HonestDays = 4,
        EvasionRuns = 3,
        FloodNames = 100,
        HasCosts = false,
        IsTuning = false,
        Scenarios = [.. AttackScenarios.All.Where(scenario => scenario.Name is "a" or "b.1000.order" or "b1" or "d.swap20" or "a.cold")],
    };

    [Fact]
    public void TheSameSeedIsTheSameReportHoweverTheCoresShareIt()
    {
        var first = Make(Tiny);
        var again = Make(Tiny);

        Assert.Equal(ReportJson.Write(EvaluationReport.Create(first, AnyMachine)), ReportJson.Write(EvaluationReport.Create(again, AnyMachine)));
        Assert.Equal(EvaluationTable.Write(first), EvaluationTable.Write(again));
        Assert.NotEqual(EvaluationTable.Write(first).Split("## Gates")[1], EvaluationTable.Write(Make(Tiny with { IsTuning = true })).Split("## Gates")[1]);

        var page = EvaluationPage.Write(first);
        Assert.Equal(4 + 2 + 1 + 2 + 1, page.Split("data:image/svg+xml;base64,").Length - 1);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
    }

    [Fact]
    public void TheReportHasGatesOfQuotaGridOnly()
    {
        var report = EvaluationReport.Create(Make(Tiny with { Seeds = 1 }), AnyMachine);
        var gated = report.Figures.Where(figure => figure.Gate is not null && !figure.Name.StartsWith("e.", StringComparison.Ordinal)).ToArray();

        Assert.Equal(
            [
                "tiny.honest.quotagrid.all.denied.share", "tiny.honest.quotagrid.p99book.denied.share", "tiny.a.quotagrid.e.p95", "tiny.a.quotagrid.detection.p95",
                "tiny.b.1000.order.quotagrid.e.p95", "tiny.b.1000.order.quotagrid.detection.p95", "tiny.d.swap20.quotagrid.recall.p5",
                "tiny.a.cold.quotagrid.e.p95", "tiny.a.cold.quotagrid.detection.p95",
            ],
            gated.Select(figure => figure.Name));
        Assert.Contains(report.Figures, figure => figure.Name == "tiny.b1.newnumbers.e");
        Assert.Equal(report.Figures.Count, report.Figures.DistinctBy(figure => figure.Name).Count());
        Assert.False(gated.Single(figure => figure.Name == "tiny.d.swap20.quotagrid.recall.p5").Met);
    }

    [Fact]
    public void SeedsForTuningAndForReportingAreApart()
    {
        Assert.True(EvaluationSettings.Quick(3).IsTuning);
        Assert.False(new EvaluationSettings(3).IsTuning);
        Assert.Contains("of those for TUNING: these figures are no result", EvaluationTable.Write(Make(Tiny with { IsTuning = true, Seeds = 1 })), StringComparison.Ordinal);
        Assert.DoesNotContain("TUNING", EvaluationTable.Write(Make(Tiny with { Seeds = 1 })), StringComparison.Ordinal);
        Assert.Equal([1_000_300, 1_000_301], Tiny.WorldSeeds);
        Assert.Equal([300, 301], (Tiny with { IsTuning = true }).WorldSeeds);
        Assert.True((new EvaluationSettings(EvaluationSettings.MaxSeed) { IsTuning = true, Seeds = EvaluationSettings.MaxSeeds }).WorldSeeds[^1] < EvaluationSettings.FirstReportingSeed);
    }

    [Fact]
    public void RecallIsWhatIsAboveTheHonestScores()
    {
        var roc = new Roc([.. Enumerable.Range(0, 1_000).Select(i => 999f - i)], [500, 990, 998, 999, 1_500, 1_500]);

        Assert.Equal(2 / 6.0, roc.RecallAt(0));
        Assert.Equal(3 / 6.0, roc.RecallAt(0.001));
        Assert.Equal(5 / 6.0, roc.RecallAt(0.01));
        Assert.Equal(1.0, roc.RecallAt(1));
        Assert.Equal(0.0, new Roc([5, 5], [5, 5]).RecallAt(0.5));
        Assert.Null(new Roc([], [1]).RecallAt(0.5));
    }

    [Theory]
    [InlineData(null, "never")]
    [InlineData(3.54, "3.5 s")]
    [InlineData(600.0, "10 min")]
    [InlineData(7_200.0, "2 h")]
    [InlineData(864_000.0, "10 d")]
    public void SpansAreRead(double? seconds, string text) => Assert.Equal(text, Words.Time(seconds));

    private static EvaluationResult Make(EvaluationSettings settings) => Evaluation.Make(settings, _ => { }, TestContext.Current.CancellationToken);
}
