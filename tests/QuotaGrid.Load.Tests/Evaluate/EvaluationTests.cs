using QuotaGrid.Load.Evaluate;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Reporting;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Tests.Evaluate;

public sealed class EvaluationTests
{
    // Gates that the exam misses, with what a missed one may come to at worst: that none of them gets worse is asserted as well.
    private static readonly Dictionary<string, double> Missed = new()
    {
        ["us.b.1000.random.quotagrid.e.p95"] = 1e-3,
        ["us.b.1000.random.quotagrid.detection.p95"] = 7_200,
        ["us.b1.quotagrid.e.p95"] = 0.01,
        ["us.d.swap20.quotagrid.recall.p5"] = 0.45,
    };

    [Fact]
    public void QuotaGridMeetsTheGatesOfAQuickExam()
    {
        var settings = EvaluationSettings.Quick(1) with { HonestDays = 15, HasCosts = false, Defences = [.. DefenceKinds.All.Where(kind => kind.Name == DefenceKinds.QuotaGrid)] };
        var report = EvaluationReport.Create(Evaluation.Make(settings, _ => { }, TestContext.Current.CancellationToken), new Machine("cpu", 1, 1, "os", "runtime"));

        var gated = report.Figures.Where(figure => figure.Gate is not null).ToArray();
        Assert.All(gated.Where(figure => figure.Name.StartsWith("e.", StringComparison.Ordinal)), figure => Assert.True(figure.Met, $"{figure.Name} is {figure.Value}, at most {figure.Gate}."));
        Assert.Equal(10, gated.Where(figure => figure.Name.StartsWith("e.", StringComparison.Ordinal)).DistinctBy(figure => figure.Name.Split('.')[1]).Count());
        gated = [.. gated.Where(figure => !figure.Name.StartsWith("e.", StringComparison.Ordinal))];
        Assert.Equal(
            [
                "us.honest.quotagrid.all.denied.share", "us.honest.quotagrid.p99book.denied.share", "us.a.quotagrid.e.p95", "us.a.quotagrid.detection.p95",
                "us.b.1000.order.quotagrid.e.p95", "us.b.1000.order.quotagrid.detection.p95",
                "us.b.1000.random.quotagrid.e.p95", "us.b.1000.random.quotagrid.detection.p95", "us.b1.quotagrid.e.p95", "us.b2.quotagrid.useful.p95", "us.c.10000.quotagrid.detection.p95", "us.d.swap20.quotagrid.recall.p5",
                "us.b.1000.order.cold.quotagrid.e.p95", "us.b.1000.order.cold.quotagrid.detection.p95",
            ],
            gated.Select(figure => figure.Name));
        Assert.All(gated, figure => Assert.True(figure.Met == true || IsNoWorse(figure), $"{figure.Name} is {figure.Value}, the gate {figure.Gate}."));

        static bool IsNoWorse(Figure figure) =>
            Missed.TryGetValue(figure.Name, out var worst) && (figure.Name.Contains(".recall.", StringComparison.Ordinal) ? figure.Value >= worst : figure.Value <= worst);
    }

    [Fact]
    public void TheOtherDefencesMeetTheFirstWorlds()
    {
        var settings = new EvaluationSettings(1) { Seeds = 3, OtherSeeds = 2 };

        Assert.Equal([7, 7, 1], Enumerable.Range(0, 3).Select(place => settings.DefencesOf(place).Count));
        Assert.Equal(DefenceKinds.QuotaGrid, settings.DefencesOf(2)[0].Name);
        Assert.Equal(6, (settings with { Defences = [.. DefenceKinds.All.Skip(1)] }).DefencesOf(2).Count);
    }

    [Fact]
    public void TheCommandOfAReportNamesWhatIsNotAsUsual()
    {
        var settings = EvaluationSettings.Quick(4) with { Seeds = 3, Defences = [DefenceKinds.All[0], DefenceKinds.All[3]] };

        Assert.Equal("evaluate --seed 4 --quick --seeds 3 --defence quotagrid addressbucket", CommandLine.Of(settings));
        Assert.Equal("evaluate --seed 9 --tuning --other-seeds 2", CommandLine.Of(new(9) { IsTuning = true, OtherSeeds = 2 }));
    }
}
