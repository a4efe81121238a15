using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Tests.Policies;

/// <summary>What an identity can learn within the horizon and one bucket more fits into 16,384 known targets.</summary>
public class LearningBoundTests
{
    // 10 days of horizon make h' = 241 h.
    [Theory]
    [InlineData("10d", 16_143, 1, "1h", "16384")]
    [InlineData("10d", 16_144, 1, "1h", "16385")]
    [InlineData("10h", 16_373, 1, "1h", "16383")]
    [InlineData("30d", 6_334, 10_000, "30d", "16375")]
    [InlineData("30d", 6_343, 10_000, "30d", "16384")]
    [InlineData("30d", 6_344, 10_000, "30d", "16385")]
    [InlineData("90d", 1_000_000_000, 1_000_000, "30d", "1003012500")]
    [InlineData("90d", 1, 10_000_000, "1s", "78084000000001")]
    public void ANovelLimitLetsInItsBurstAndWhatRefills(string horizon, long burst, long quota, string period, string most) =>
        AssertLearnable(
            horizon,
            $$"""[{ "name": "n", "kind": "novel", "quota": {{quota}}, "period": "{{period}}", "burst": {{burst}} }]""",
            most,
            "Lower the quota or burst of 'n', or shorten the horizon of 'lookup'.");

    [Theory]
    [InlineData("30d", 8_192, "30d", "16384")]
    [InlineData("30d", 8_193, "30d", "16386")]
    [InlineData("10d", 16_384, "10d", "32768")]
    [InlineData("10d", 68, "1h", "16388")]
    [InlineData("10d", 67, "1h", "16147")]
    public void ADistinctLimitLetsInItsQuotaInEveryWindowThatIsBegun(string horizon, long quota, string window, string most) =>
        AssertLearnable(
            horizon,
            $$"""[{ "name": "d", "kind": "distinct", "quota": {{quota}}, "window": "{{window}}" }]""",
            most,
            "Lower the quota of 'd', or shorten the horizon of 'lookup'.");

    [Fact]
    public void TheTightestLimitHolds()
    {
        const string Novel = """{ "name": "n", "kind": "novel", "quota": 20, "period": "30d", "burst": 16365 }""";
        const string Distinct = """{ "name": "d", "kind": "distinct", "quota": 8193, "window": "30d" }""";
        const string Fitting = """{ "name": "f", "kind": "distinct", "quota": 1, "window": "30d" }""";

        AssertLearnable("30d", $"[{Novel}, {Distinct}]", "16385", "Lower the quota or burst of 'n', or shorten the horizon of 'lookup'.");
        AssertLearnable("30d", $"[{Novel}, {Distinct}, {Fitting}]", "2", "");
    }

    [Fact]
    public void APolicyOfVelocityLimitsKeepsNoTargetsAndNeedsNoProof() =>
        Assert.Single(PolicyText.Parse(PolicyText.With(
            ("policies[0].limits", """[{ "name": "v", "kind": "velocity", "quota": 1000000000, "period": "1h" }]"""))).Policies);

    [Fact]
    public void NothingIsProvedOfALimitThatCouldNotBeRead() =>
        Assert.Equal(
            ["$.policies[0].limits[1].quota"],
            PolicyText.ProblemsOf(PolicyText.With(
                ("policies[0].limits[2].quota", "1000000"), ("policies[0].limits[1].burst", "1000000"), ("policies[0].limits[1].quota", "0")))
                .Select(problem => problem.Field));

    private static void AssertLearnable(string horizon, string limits, string most, string remedy)
    {
        var text = PolicyText.With(("capabilities[0].horizon", $"\"{horizon}\""), ("policies[0].limits", limits));
        if (long.Parse(most) <= 16_384)
        {
            Assert.Single(PolicyText.Parse(text).Policies);
            return;
        }

        Assert.Equal(
            [
                new ValueProblem(
                    "$.policies[0].limits",
                    $"The limits let an identity learn '{most}' targets within the horizon of '{horizon}', and its memory holds 16384.",
                    remedy),
            ],
            PolicyText.ProblemsOf(text));
    }
}
