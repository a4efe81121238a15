using QuotaGrid.Load.Evaluate;

namespace QuotaGrid.Load.Tests.Evaluate;

public sealed class EvaluationProgressTests
{
    [Fact]
    public void ALineSaysWhatItTookAndWhatIsLeft() => Assert.Equal(
        "    90 s    3 of 12   25 %  about 4.5 min left  us, seed 7: QuotaGrid",
        EvaluationProgress.Line(new("us, seed 7: QuotaGrid", 3, 12, 0.25), 90));

    [Fact]
    public void JobsCountByTheirWeight()
    {
        EvaluationJob[] jobs = [new("large", 3, () => { }), new("small", 1, () => { })];
        var told = new List<EvaluationStep>();
        var steps = new EvaluationSteps(jobs, told.Add);
        steps.OnDone(jobs[1]);
        steps.OnDone(jobs[0]);

        Assert.Equal([new("small", 1, 2, 0.25), new("large", 2, 2, 1)], told);
    }
}
