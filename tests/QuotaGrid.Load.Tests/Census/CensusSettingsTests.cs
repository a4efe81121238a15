using QuotaGrid.Load.Census;

namespace QuotaGrid.Load.Tests.Census;

public sealed class CensusSettingsTests
{
    private static readonly CensusSettings Usual = new("http://localhost:8080", "US", 60, 300, 5, 1_400, 1_000, 1, "r1");

    [Fact]
    public void TheUsualRunHasNoProblems() => Assert.Empty(Usual.FindProblems());

    [Fact]
    public void EveryProblemIsNamed()
    {
        var wrong = Usual with
        {
            Seconds = 0,
            Rate = 0,
            Batch = 10_001,
            People = -1,
            Attackers = 1_001,
            Country = "us",
            RunId = "A",
        };
        var problems = wrong.FindProblems();

        Assert.Equal(
            ["--seconds", "--people", "--attackers", "--rate", "--batch", "--country", "--run-id"],
            problems.Select(problem => problem[..problem.IndexOf(':')]));
    }

    [Fact]
    public void ARunOfTooManyRequestsIsRefused() =>
        Assert.Contains("2,400,010 requests", Assert.Single((Usual with { Batch = 1, Rate = 4_000 }).FindProblems()));
}
