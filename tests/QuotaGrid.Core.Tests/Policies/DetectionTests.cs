using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Core.Tests.Policies;

/// <summary>What a policy says about detection, and what it must not say.</summary>
public class DetectionTests
{
    private const string Valid = """{ "stage": "shadow", "ladder": [{ "action": "tighten", "for": "1h" }, { "action": "block", "for": "7d" }] }""";

    [Fact]
    public void ADetectionIsReadAndItsFalseAlarmsAreOneInAMillionUnlessItSaysOtherwise()
    {
        var policy = Assert.Single(PolicyText.Parse(PolicyText.With(("policies[0].detection", Valid))).Policies);
        var other = Assert.Single(PolicyText.Parse(PolicyText.With(("policies[0].detection", Valid), ("policies[0].detection.oneIn", "5000"))).Policies);

        Assert.Equal(
            new Detection(Stage.Shadow, 1_000_000, [new(ContainmentAction.Tighten, TimeSpan.FromHours(1)), new(ContainmentAction.Block, TimeSpan.FromDays(7))]),
            policy.Detection);
        Assert.Equal(policy.Detection! with { OneIn = 5_000 }, other.Detection);
        Assert.NotEqual(policy, other);
        Assert.Null(Assert.Single(PolicyText.Parse(PolicyText.Valid).Policies).Detection);
    }

    [Fact]
    public void WhatIsDoneAboutOthersOfACampaignIsRead()
    {
        const string Campaign = """{ "action": "challenge", "for": "2d", "members": 20 }""";
        var text = PolicyText.With(("policies[0].detection", Valid), ("policies[0].detection.campaign", Campaign));

        var detection = Assert.Single(PolicyText.Parse(text).Policies).Detection!;

        Assert.Equal(new CampaignRule(ContainmentAction.Challenge, TimeSpan.FromDays(2), 20), detection.Campaign);
        Assert.NotEqual(detection with { Campaign = null }, detection);
    }

    [Theory]
    [InlineData("", "true", "The value is 'true'.", "Write an object with the properties 'action', 'for' and 'members'.")]
    [InlineData(".action", "\"none\"", "The action is 'none'.", "Write 'tighten', 'challenge' or 'block'.")]
    [InlineData(".for", "\"91d\"", "The for is '91d'.", "Write a duration from '1m' to '90d'. Write a whole number and a unit of ms, s, m, h or d, such as '30d' or '90m'.")]
    [InlineData(".members", "2", "The members is '2'.", "Write a whole number from 3 to 10000.")]
    [InlineData(".members", null, "The property 'members' is missing.", "Write a whole number from 3 to 10000.")]
    public void EveryRuleOfCampaignsIsTold(string at, string? json, string detail, string remedy) => AssertProblem(
        PolicyText.With(
            ("policies[0].detection", Valid),
            ("policies[0].detection.campaign", """{ "action": "tighten", "for": "1d", "members": 3 }"""),
            ($"policies[0].detection.campaign{at}", json)),
        $"$.policies[0].detection.campaign{at}: {detail} {remedy}");

    [Theory]
    [InlineData(0, ContainmentAction.Tighten)]
    [InlineData(1, ContainmentAction.Block)]
    [InlineData(2, ContainmentAction.Block)]
    [InlineData(1000, ContainmentAction.Block)]
    public void TheLadderIsClimbedAndItsLastStepRepeated(int earlier, ContainmentAction expected) =>
        Assert.Equal(expected, Assert.Single(PolicyText.Parse(PolicyText.With(("policies[0].detection", Valid))).Policies).Detection!.StepAfter(earlier).Action);

    [Theory]
    [InlineData("", "5", "The value is the number '5'.", "Write an object with the properties 'stage', 'oneIn', 'ladder', 'cohorts' and 'campaign'.")]
    [InlineData(".stage", null, "The property 'stage' is missing.", "Write 'shadow' or 'enforced'.")]
    [InlineData(".stage", "\"off\"", "The stage is 'off'.", "Write 'shadow' or 'enforced'.")]
    [InlineData(".oneIn", "99", "The oneIn is '99'.", "Write a whole number from 100 to 1000000000.")]
    [InlineData(".oneIn", "1e-6", "The oneIn is '1e-6'.", "Write a whole number from 100 to 1000000000.")]
    [InlineData(".alpha", "1", "The property 'alpha' is unknown.", "Remove it. The known properties are 'stage', 'oneIn', 'ladder', 'cohorts' and 'campaign'.")]
    [InlineData(".ladder", "[]", "The array has '0' elements.", "Write an array of 1 to 4 elements.")]
    [InlineData(".ladder[0]", "\"tighten\"", "The value is the text 'tighten'.", "Write an object with the properties 'action' and 'for'.")]
    [InlineData(".ladder[0].action", "\"none\"", "The action is 'none'.", "Write 'tighten', 'challenge' or 'block'.")]
    [InlineData(".ladder[0].for", "\"59s\"", "The for is '59s'.", "Write a duration from '1m' to '90d'. Write a whole number and a unit of ms, s, m, h or d, such as '30d' or '90m'.")]
    [InlineData(".cohorts", "\"asn\"", "The value is the text 'asn'.", "Write an array of 0 to 8 elements.")]
    [InlineData(".cohorts", "[\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", \"i\"]", "The array has '9' elements.", "Write an array of 0 to 8 elements.")]
    [InlineData(".ladder[1].for", "\"91d\"", "The for is '91d'.", "Write a duration from '1m' to '90d'. Write a whole number and a unit of ms, s, m, h or d, such as '30d' or '90m'.")]
    public void EveryRuleIsTold(string at, string? json, string detail, string remedy) =>
        AssertProblem(PolicyText.With(("policies[0].detection", Valid), ($"policies[0].detection{at}", json)), $"$.policies[0].detection{at}: {detail} {remedy}");

    [Theory]
    [InlineData("5", "The value is the number '5'.", "Write names of attributes that requests come with, such as 'network', or 'signup-hour'.")]
    [InlineData("\"JA4\"", "The name has the character U+004A. It is 'JA4'.", "Write 1 to 64 lower-case letters and digits, with single '.', '-' or '_' between them.")]
    [InlineData("\"everybody\"", "Everybody is in the cohort 'everybody' anyway.", "Write names of attributes that requests come with, such as 'network', or 'signup-hour'.")]
    [InlineData("\"network\"", "The cohort 'network' stands at $.policies[0].detection.cohorts[0] already.", "Write another cohort.")]
    public void EachCohortIsAnotherAttribute(string json, string detail, string remedy) => AssertProblem(
        PolicyText.With(("policies[0].detection", Valid), ("policies[0].detection.cohorts", $"[\"network\", {json}]")),
        $"$.policies[0].detection.cohorts[1]: {detail} {remedy}");

    [Fact]
    public void CohortsAreReadAndCompared()
    {
        var none = Assert.Single(PolicyText.Parse(PolicyText.With(("policies[0].detection", Valid))).Policies).Detection!;
        var some = Assert.Single(PolicyText.Parse(
            PolicyText.With(("policies[0].detection", Valid), ("policies[0].detection.cohorts", """["asn", "signup-hour"]"""))).Policies).Detection!;

        Assert.Empty(none.Cohorts);
        Assert.Equal(["asn", "signup-hour"], some.Cohorts);
        Assert.NotEqual(none, some);
        Assert.Equal(none with { Cohorts = ["asn", "signup-hour"] }, some);
    }

    [Fact]
    public void NoStepIsMilderThanTheOneBefore() => AssertProblem(
        PolicyText.With(("policies[0].detection", Valid), ("policies[0].detection.ladder[0].action", "\"block\""), ("policies[0].detection.ladder[1].action", "\"challenge\"")),
        "$.policies[0].detection.ladder[1].action: The action is 'challenge'. Write 'block' or harder, as in the step before.");

    [Fact]
    public void WithoutALimitOfTargetsThereIsNothingToDetectBy() => AssertProblem(
        PolicyText.With(("policies[0].detection", Valid), ("policies[0].limits[2]", null), ("policies[0].limits[1]", null)),
        "$.policies[0].detection: No limit of the policy is 'novel' or 'distinct', so nobody remembers what an identity asked for. Add a novel or a distinct limit, or remove the detection.");

    private static void AssertProblem(string text, string problem) =>
        Assert.Equal([problem], PolicyText.ProblemsOf(text).Select(one => $"{one.Field}: {one.Detail} {one.Remedy}"));
}
