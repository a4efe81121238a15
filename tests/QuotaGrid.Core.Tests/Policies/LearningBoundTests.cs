using QuotaGrid.Core.Policies;

namespace QuotaGrid.Core.Tests.Policies;

/// <summary>What an identity can learn within the horizon and one bucket more; up to 16,384 targets are remembered exactly.</summary>
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
            most);

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
            most);

    [Fact]
    public void TheTightestLimitHolds()
    {
        const string Novel = """{ "name": "n", "kind": "novel", "quota": 20, "period": "30d", "burst": 16365 }""";
        const string Distinct = """{ "name": "d", "kind": "distinct", "quota": 8193, "window": "30d" }""";
        const string Fitting = """{ "name": "f", "kind": "distinct", "quota": 1, "window": "30d" }""";

        AssertLearnable("30d", $"[{Novel}, {Distinct}]", "16385");
        AssertLearnable("30d", $"[{Novel}, {Distinct}, {Fitting}]", "2");
    }

    [Fact]
    public void WhatIsEarnedIsCountedAsIfItWereThereFromTheStart() =>
        AssertLearnable(
            "10d",
            """[{ "name": "n", "kind": "novel", "quota": 1, "period": "1h", "burst": 16144, "firstSync": { "burst": 1, "fullAfter": "7d" } }]""",
            "16385");

    [Fact]
    public void APolicyOfVelocityLimitsRemembersNoTargetsAndIsExact()
    {
        var policy = PolicyText.Parse(PolicyText.With(
            ("policies[0].limits", """[{ "name": "v", "kind": "velocity", "quota": 1000000000, "period": "1h" }]"""))).Policies[0];

        Assert.Null(LearningBound.CountLearnable(policy, TimeSpan.FromDays(90)));
        Assert.True(LearningBound.IsExact(policy, TimeSpan.FromDays(90)));
    }

    [Fact]
    public void TheDefaultPolicyIsExact()
    {
        var policies = PolicySet.Parse(PolicyText.DefaultDocument);

        // 5,000 and what refills in 30 days and 3 hours.
        Assert.Equal(10_020, LearningBound.CountLearnable(policies.Policies[0], policies.Capabilities[0].Horizon));
        Assert.True(LearningBound.IsExact(policies.Policies[0], policies.Capabilities[0].Horizon));
    }

    private static void AssertLearnable(string horizon, string limits, string most)
    {
        var policies = PolicyText.Parse(PolicyText.With(("capabilities[0].horizon", $"\"{horizon}\""), ("policies[0].limits", limits)));
        var (policy, span) = (policies.Policies[0], policies.Capabilities[0].Horizon);

        Assert.Equal(Int128.Parse(most), LearningBound.CountLearnable(policy, span));
        Assert.Equal(Int128.Parse(most) <= 16_384, LearningBound.IsExact(policy, span));
    }
}
