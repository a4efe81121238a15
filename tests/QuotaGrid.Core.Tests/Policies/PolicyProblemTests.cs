using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Tests.Policies;

/// <summary>Each rule of the document, broken at one place of a valid one.</summary>
public class PolicyProblemTests
{
    private const string NameRemedy = "Write 1 to 64 lower-case letters and digits, with single '.', '-' or '_' between them.";
    private const string QuotaRemedy = "Write a whole number from 1 to 1000000000.";
    private const string DurationRemedy = "Write a whole number and a unit of ms, s, m, h or d, such as '30d' or '90m'.";
    private const string HorizonRemedy = "Write a duration from '1h' to '90d'. " + DurationRemedy;
    private const string VelocityRemedy = "Write a duration from '1ms' to '30d'. " + DurationRemedy;
    private const string NovelRemedy = "Write a duration from '1s' to '30d'. " + DurationRemedy;
    private const string WindowRemedy = "Write a duration from '1m' to '90d'. " + DurationRemedy;
    private const string GrowthRemedy = "Write a duration from '1s' to '90d'. " + DurationRemedy;
    private const string FirstSyncRemedy = "Write an object with the properties 'burst' and 'fullAfter'.";
    private const string LeaseRemedy = "Write a duration from '1s' to '1h'. " + DurationRemedy;
    private const string PermitRemedy = "Remove it; how long a request's permit lasts that is never released is the 'lease'.";
    private const string InFlight = """{ "name": "parallel", "kind": "inflight", "quota": 20, "lease": "30s" }""";
    private const string LimitNames = "The known properties are 'name', 'kind', 'unit', 'quota', 'period', 'burst', 'firstSync', 'window' and 'lease'.";

    [Theory]
    [InlineData("formatVersion", null, "The property 'formatVersion' is missing.", "Write 1.")]
    [InlineData("formatVersion", "0", "The formatVersion is '0'.", "Write 1.")]
    [InlineData("formatVersion", "\"1\"", "The formatVersion is the text '1'.", "Write 1.")]
    [InlineData("capabilities", null, "The property 'capabilities' is missing.", "Write an array of 1 to 64 elements.")]
    [InlineData("capabilities", "{}", "The value is an object.", "Write an array of 1 to 64 elements.")]
    [InlineData("policies", null, "The property 'policies' is missing.", "Write an array of 1 to 256 elements.")]
    [InlineData("policies", "true", "The value is 'true'.", "Write an array of 1 to 256 elements.")]
    public void TheDocumentHasAFormatCapabilitiesAndPolicies(string at, string? json, string detail, string remedy) =>
        AssertOneProblem(at, json, detail, remedy);

    [Theory]
    [InlineData("capabilities[1].name", null, "The property 'name' is missing.", NameRemedy)]
    [InlineData("capabilities[1].name", "\"\"", "The name is missing or empty. It is ''.", NameRemedy)]
    [InlineData("capabilities[1].name", "\"Lookup\"", "The name has the character U+004C. It is 'Lookup'.", NameRemedy)]
    [InlineData("capabilities[1].name", "7", "The name is the number '7'.", NameRemedy)]
    [InlineData("capabilities[0].targets", null, "The property 'targets' is missing.", "Write an object with the properties 'space' and 'defaultRegion'.")]
    [InlineData("capabilities[0].targets", "\"e164\"", "The value is the text 'e164'.", "Write an object with the properties 'space' and 'defaultRegion'.")]
    [InlineData("capabilities[0].horizon", "\"3599999ms\"", "The horizon is '3599999ms'.", HorizonRemedy)]
    [InlineData("capabilities[0].horizon", "\"91d\"", "The horizon is '91d'.", HorizonRemedy)]
    [InlineData("capabilities[0].horizon", "\"a week\"", "The horizon is 'a week'.", HorizonRemedy)]
    [InlineData("capabilities[0].horizon", "86400", "The horizon is the number '86400'.", HorizonRemedy)]
    [InlineData("capabilities[0].horizon", "null", "The horizon is 'null'.", HorizonRemedy)]
    [InlineData("capabilities[0].maxBatch", "0", "The maxBatch is '0'.", "Write a whole number from 1 to 10000.")]
    [InlineData("capabilities[0].maxBatch", "10001", "The maxBatch is '10001'.", "Write a whole number from 1 to 10000.")]
    [InlineData("capabilities[0].maxBatch", "1.5", "The maxBatch is '1.5'.", "Write a whole number from 1 to 10000.")]
    public void ACapabilityHasANameTargetsAHorizonAndABatchSize(string at, string? json, string detail, string remedy) =>
        AssertOneProblem(at, json, detail, remedy);

    [Theory]
    [InlineData("capabilities[0].targets.space", null, "The property 'space' is missing.", "Write 'e164', 'integer' or 'opaque'.")]
    [InlineData("capabilities[0].targets.space", "\"E164\"", "The space is 'E164'.", "Write 'e164', 'integer' or 'opaque'.")]
    [InlineData("capabilities[0].targets.defaultRegion", "\"de\"", "The defaultRegion is 'de'.", "Write the two upper-case letters (ISO 3166) of a country with a numbering plan, such as 'DE'.")]
    [InlineData("capabilities[0].targets.defaultRegion", "\"DEU\"", "The defaultRegion is 'DEU'.", "Write the two upper-case letters (ISO 3166) of a country with a numbering plan, such as 'DE'.")]
    [InlineData("capabilities[0].targets.defaultRegion", "49", "The defaultRegion is the number '49'.", "Write the two upper-case letters (ISO 3166) of a country with a numbering plan, such as 'DE'.")]
    public void TargetsHaveASpaceAndMayHaveARegion(string at, string? json, string detail, string remedy) =>
        AssertOneProblem(at, json, detail, remedy);

    [Theory]
    [InlineData("integer")]
    [InlineData("opaque")]
    public void OnlyPhoneNumbersHaveADefaultRegion(string space) =>
        Assert.Equal(
            [
                new ValueProblem(
                    "$.capabilities[0].targets.defaultRegion",
                    "Only targets of the space 'e164' have a default region. The defaultRegion is the text 'DE'.",
                    "Remove it."),
            ],
            PolicyText.ProblemsOf(PolicyText.With(("capabilities[0].targets.space", $"\"{space}\""))));

    [Theory]
    [InlineData("policies[0].name", null, "The property 'name' is missing.", NameRemedy)]
    [InlineData("policies[0].name", "\"a..b\"", "The name has a '.' without a letter or digit before it. It is 'a..b'.", NameRemedy)]
    [InlineData("policies[0].stage", null, "The property 'stage' is missing.", "Write 'shadow' or 'enforced'.")]
    [InlineData("policies[0].stage", "\"on\"", "The stage is 'on'.", "Write 'shadow' or 'enforced'.")]
    [InlineData("policies[0].failMode", null, "The property 'failMode' is missing.", "Write 'closed', 'open' or 'local-share'.")]
    [InlineData("policies[0].failMode", "\"Open\"", "The failMode is 'Open'.", "Write 'closed', 'open' or 'local-share'.")]
    [InlineData("policies[0].limits", null, "The property 'limits' is missing.", "Write an array of 1 to 8 elements.")]
    [InlineData("policies[0].limits", "[]", "The array has '0' elements.", "Write an array of 1 to 8 elements.")]
    [InlineData("policies[0].limits[0]", "[]", "The value is an array.", "Write an object with the properties 'name', 'kind', 'unit', 'quota', 'period', 'burst', 'firstSync', 'window' and 'lease'.")]
    public void APolicyHasANameAStageAFailModeAndLimits(string at, string? json, string detail, string remedy) =>
        AssertOneProblem(at, json, detail, remedy);

    [Theory]
    [InlineData("policies[0].limits[0].name", null, "The property 'name' is missing.", NameRemedy)]
    [InlineData("policies[0].limits[0].name", "\"v-\"", "The name ends in '-'. It is 'v-'.", NameRemedy)]
    [InlineData("policies[0].limits[0].kind", null, "The property 'kind' is missing.", "Write 'velocity', 'novel', 'distinct' or 'inflight'.")]
    [InlineData("policies[0].limits[0].kind", "\"rate\"", "The kind is 'rate'.", "Write 'velocity', 'novel', 'distinct' or 'inflight'.")]
    [InlineData("policies[0].limits[0].unit", "\"bytes\"", "The unit is 'bytes'.", "Write 'items' or 'requests'.")]
    [InlineData("policies[0].limits[0].unit", "null", "The unit is 'null'.", "Write 'items' or 'requests'.")]
    [InlineData("policies[0].limits[0].quota", null, "The property 'quota' is missing.", QuotaRemedy)]
    [InlineData("policies[0].limits[0].quota", "0", "The quota is '0'.", QuotaRemedy)]
    [InlineData("policies[0].limits[0].quota", "-1", "The quota is '-1'.", QuotaRemedy)]
    [InlineData("policies[0].limits[0].quota", "1000000001", "The quota is '1000000001'.", QuotaRemedy)]
    [InlineData("policies[0].limits[0].quota", "1e400", "The quota is '1e400'.", QuotaRemedy)]
    [InlineData("policies[0].limits[0].quota", "\"1000\"", "The quota is the text '1000'.", QuotaRemedy)]
    [InlineData("policies[0].limits[0].period", null, "The property 'period' is missing.", VelocityRemedy)]
    [InlineData("policies[0].limits[0].period", "\"0s\"", "The period is '0s'.", VelocityRemedy)]
    [InlineData("policies[0].limits[0].period", "\"721h\"", "The period is '721h'.", VelocityRemedy)]
    [InlineData("policies[0].limits[0].burst", "0", "The burst is '0'.", QuotaRemedy)]
    [InlineData("policies[0].limits[0].burst", "1000000001", "The burst is '1000000001'.", QuotaRemedy)]
    [InlineData("policies[0].limits[1].quota", "0", "The quota is '0'.", QuotaRemedy)]
    [InlineData("policies[0].limits[1].period", "\"999ms\"", "The period is '999ms'.", NovelRemedy)]
    [InlineData("policies[0].limits[1].period", "\"31d\"", "The period is '31d'.", NovelRemedy)]
    [InlineData("policies[0].limits[1].burst", "0", "The burst is '0'.", QuotaRemedy)]
    [InlineData("policies[0].limits[2].quota", "0", "The quota is '0'.", QuotaRemedy)]
    [InlineData("policies[0].limits[2].window", null, "The property 'window' is missing.", WindowRemedy)]
    [InlineData("policies[0].limits[2].window", "\"59s\"", "The window is '59s'.", WindowRemedy)]
    [InlineData("policies[0].limits[2].window", "\"91d\"", "The window is '91d'.", WindowRemedy)]
    public void ALimitKeepsTheBoundsOfItsKind(string at, string? json, string detail, string remedy) =>
        AssertOneProblem(at, json, detail, remedy);

    [Theory]
    [InlineData("policies[0].limits[0].window", "\"1d\"", "A velocity limit has no window. The window is the text '1d'.", "Remove it; the time in which the quota refills is the 'period'.")]
    [InlineData("policies[0].limits[1].unit", "\"items\"", "A novel limit has no unit. The unit is the text 'items'.", "Remove it; a novel limit counts items.")]
    [InlineData("policies[0].limits[1].window", "\"1d\"", "A novel limit has no window. The window is the text '1d'.", "Remove it; the time in which the quota refills is the 'period'.")]
    [InlineData("policies[0].limits[2].unit", "\"items\"", "A distinct limit has no unit. The unit is the text 'items'.", "Remove it; a distinct limit counts items.")]
    [InlineData("policies[0].limits[2].period", "\"1d\"", "A distinct limit has no period. The period is the text '1d'.", "Remove it; the time in which targets are counted is the 'window'.")]
    [InlineData("policies[0].limits[0].firstSync", "{}", "A velocity limit has no first-sync allowance. The firstSync is an object.", "Remove it; only novel limits have one.")]
    [InlineData("policies[0].limits[2].firstSync", "{}", "A distinct limit has no first-sync allowance. The firstSync is an object.", "Remove it; only novel limits have one.")]
    [InlineData("policies[0].limits[2].burst", "700", "A distinct limit has no burst. The burst is the number '700'.", "Remove it; at most the quota fits into the window.")]
    public void APropertyOfAnotherKindIsRefused(string at, string? json, string detail, string remedy) =>
        AssertOneProblem(at, json, detail, remedy);

    [Theory]
    [InlineData("null", "", "The value is 'null'.", FirstSyncRemedy)]
    [InlineData("500", "", "The value is the number '500'.", FirstSyncRemedy)]
    [InlineData("""{ "fullAfter": "7d" }""", ".burst", "The property 'burst' is missing.", QuotaRemedy)]
    [InlineData("""{ "burst": 100 }""", ".fullAfter", "The property 'fullAfter' is missing.", GrowthRemedy)]
    [InlineData("""{ "burst": 0, "fullAfter": "7d" }""", ".burst", "The burst is '0'.", QuotaRemedy)]
    [InlineData("""{ "burst": 0.5, "fullAfter": "7d" }""", ".burst", "The burst is '0.5'.", QuotaRemedy)]
    [InlineData("""{ "burst": 601, "fullAfter": "7d" }""", ".burst", "The burst is '601'.", "Write at most 600, to which it grows, or raise the burst of the limit.")]
    [InlineData("""{ "burst": 100, "fullAfter": "999ms" }""", ".fullAfter", "The fullAfter is '999ms'.", GrowthRemedy)]
    [InlineData("""{ "burst": 100, "fullAfter": "91d" }""", ".fullAfter", "The fullAfter is '91d'.", GrowthRemedy)]
    [InlineData("""{ "burst": 100, "fullAfter": 7 }""", ".fullAfter", "The fullAfter is the number '7'.", GrowthRemedy)]
    [InlineData("""{ "burst": 100, "fullAfter": "7d", "grows": "7d" }""", ".grows", "The property 'grows' is unknown.", "Remove it. The known properties are 'burst' and 'fullAfter'.")]
    public void AFirstSyncHasABurstUpToTheLimitsAndATimeToGrow(string firstSync, string at, string detail, string remedy) =>
        AssertProblems(
            PolicyText.With(("policies[0].limits[1].firstSync", firstSync)), new ValueProblem($"$.policies[0].limits[1].firstSync{at}", detail, remedy));

    [Fact]
    public void AFirstSyncIsHeldToTheQuotaOfALimitWithoutABurstAndToNothingWhileTheBurstIsWrong()
    {
        const string FirstSync = """{ "burst": 501, "fullAfter": "7d" }""";

        AssertProblems(
            PolicyText.With(("policies[0].limits[1].burst", null), ("policies[0].limits[1].firstSync", FirstSync)),
            new ValueProblem("$.policies[0].limits[1].firstSync.burst", "The burst is '501'.", "Write at most 500, to which it grows, or raise the burst of the limit."));
        AssertProblems(
            PolicyText.With(("policies[0].limits[1].burst", "0"), ("policies[0].limits[1].firstSync", FirstSync)),
            new ValueProblem("$.policies[0].limits[1].burst", "The burst is '0'.", QuotaRemedy));
    }

    [Theory]
    [InlineData("quota", null, "The property 'quota' is missing.", "Write a whole number from 1 to 10000.")]
    [InlineData("quota", "0", "The quota is '0'.", "Write a whole number from 1 to 10000.")]
    [InlineData("quota", "10001", "The quota is '10001'.", "Write a whole number from 1 to 10000.")]
    [InlineData("lease", "\"999ms\"", "The lease is '999ms'.", LeaseRemedy)]
    [InlineData("lease", "\"61m\"", "The lease is '61m'.", LeaseRemedy)]
    [InlineData("lease", "30", "The lease is the number '30'.", LeaseRemedy)]
    [InlineData("unit", "\"requests\"", "An in-flight limit has no unit. The unit is the text 'requests'.", "Remove it; an in-flight limit counts requests.")]
    [InlineData("period", "\"1d\"", "An in-flight limit has no period. The period is the text '1d'.", PermitRemedy)]
    [InlineData("window", "\"1d\"", "An in-flight limit has no window. The window is the text '1d'.", PermitRemedy)]
    [InlineData("firstSync", "{}", "An in-flight limit has no first-sync allowance. The firstSync is an object.", "Remove it; only novel limits have one.")]
    [InlineData("burst", "5", "An in-flight limit has no burst. The burst is the number '5'.", "Remove it; at most the quota is in flight at once.")]
    public void AnInFlightLimitHasAQuotaAndALease(string property, string? json, string detail, string remedy) => Assert.Equal(
        [new ValueProblem($"$.policies[0].limits[3].{property}", detail, remedy)],
        PolicyText.ProblemsOf(PolicyText.With(("policies[0].limits[3]", InFlight), ($"policies[0].limits[3].{property}", json))));

    [Theory]
    [InlineData(0, "velocity")]
    [InlineData(1, "novel")]
    [InlineData(2, "distinct")]
    public void OnlyAnInFlightLimitHasALease(int limit, string kind) => AssertOneProblem(
        $"policies[0].limits[{limit}].lease",
        "\"30s\"",
        $"A {kind} limit has no lease. The lease is the text '30s'.",
        "Remove it; only permits of in-flight limits are given back.");

    [Fact]
    public void APolicyHasAtMostOneInFlightLimit() => Assert.Equal(
        [
            new ValueProblem(
                "$.policies[0].limits[4].kind",
                "A policy has at most one in-flight limit, and $.policies[0].limits[3] is one already.",
                "Keep the one with the lower quota."),
        ],
        PolicyText.ProblemsOf(PolicyText.With(
            ("policies[0].limits[3]", InFlight), ("policies[0].limits[4]", InFlight.Replace("parallel", "other", StringComparison.Ordinal)))));

    [Theory]
    [InlineData("limits", "[]", "$.limits", "The property 'limits' is unknown.", "Remove it. The known properties are '$schema', 'formatVersion', 'capabilities', 'policies' and 'budgets'.")]
    [InlineData("capabilities[0].maxbatch", "1", "$.capabilities[0].maxbatch", "The property 'maxbatch' is unknown.", "Did you mean 'maxBatch'? The known properties are 'name', 'targets', 'horizon' and 'maxBatch'.")]
    [InlineData("capabilities[0].targets.region", "\"DE\"", "$.capabilities[0].targets.region", "The property 'region' is unknown.", "Remove it. The known properties are 'space' and 'defaultRegion'.")]
    [InlineData("policies[0].fail-mode", "\"open\"", "$.policies[0]['fail-mode']", "The property 'fail-mode' is unknown.", "Did you mean 'failMode'? The known properties are 'name', 'capability', 'plan', 'stage', 'failMode', 'limits' and 'detection'.")]
    [InlineData("policies[0].limits[0].qouta", "5", "$.policies[0].limits[0].qouta", "The property 'qouta' is unknown.", "Did you mean 'quota'? " + LimitNames)]
    [InlineData("policies[0].limits[0].a\nb", "5", "$.policies[0].limits[0]['a\\u000Ab']", "The property 'a\\u000Ab' is unknown.", "Remove it. " + LimitNames)]
    public void AnUnknownPropertyIsRefusedAndTheNearestNameOffered(string at, string json, string field, string detail, string remedy) =>
        Assert.Equal([new ValueProblem(field, detail, remedy)], PolicyText.ProblemsOf(PolicyText.With((at, json))));

    [Fact]
    public void APropertyStandsOnce()
    {
        Assert.Equal(
            [new ValueProblem("$.policies[0].limits[1].quota", "The property 'quota' stands 3 times.", "Keep one of them.")],
            PolicyText.ProblemsOf(PolicyText.Valid.Replace("\"quota\": 500", "\"quota\": 500, \"quota\": 500, \"qu\\u006Fta\": 5")));
        Assert.Equal(
            [new ValueProblem("$.capabilities", "The property 'capabilities' stands 2 times.", "Keep one of them.")],
            PolicyText.ProblemsOf(PolicyText.Valid.Replace("\"policies\":", "\"capabilities\": 1, \"policies\":")));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("4611686018427387904")]
    public void ANewerFormatIsSaidToBeNewerAndNothingElseIsJudged(string version) =>
        Assert.Equal(
            [
                new ValueProblem(
                    "$.formatVersion",
                    $"The formatVersion is '{version}', newer than this QuotaGrid reads.",
                    "Upgrade QuotaGrid, or write the document in format 1."),
            ],
            PolicyText.ProblemsOf(PolicyText.With(("formatVersion", version), ("newProperty", "1"))));

    [Fact]
    public void TheRootIsAnObject() =>
        Assert.Equal(
            [new ValueProblem("$", "The value is 'null'.", "Write an object with the properties '$schema', 'formatVersion', 'capabilities', 'policies' and 'budgets'.")],
            PolicyText.ProblemsOf("null"));

    [Fact]
    public void CapabilityNamesAreUnique() =>
        Assert.Equal(
            [new ValueProblem("$.capabilities[1].name", "The name 'lookup' stands at $.capabilities[0].name already.", "Write another name.")],
            PolicyText.ProblemsOf(PolicyText.With(("capabilities[1]", """{ "name": "lookup", "targets": { "space": "opaque" } }"""))));

    [Fact]
    public void PolicyNamesAreUniqueAndSoIsAPolicyOfACapabilityAndPlan()
    {
        const string Second = """
            {
              "name": "lookup-default", "capability": "lookup", "stage": "shadow", "failMode": "open",
              "limits": [{ "name": "v", "kind": "velocity", "quota": 1, "period": "1s" }]
            }
            """;

        Assert.Equal(
            [
                new ValueProblem("$.policies[1].name", "The name 'lookup-default' stands at $.policies[0].name already.", "Write another name."),
                new ValueProblem(
                    "$.policies[1]",
                    "The capability and plan 'lookup default' stands at $.policies[0] already.",
                    "Write another capability and plan."),
            ],
            PolicyText.ProblemsOf(PolicyText.With(("policies[1]", Second))));
    }

    [Fact]
    public void LimitNamesAreUniqueWithinTheirPolicy() =>
        Assert.Equal(
            [new ValueProblem("$.policies[0].limits[2].name", "The name 'v' stands at $.policies[0].limits[0].name already.", "Write another name.")],
            PolicyText.ProblemsOf(PolicyText.With(("policies[0].limits[2].name", "\"v\""))));

    [Fact]
    public void ThePolicysCapabilityIsDefinedAndEveryCapabilityHasAPolicyForTheDefaultPlan() =>
        Assert.Equal(
            [
                new ValueProblem("$.policies[0].capability", "The capability is 'lookups'.", "Define it in $.capabilities, which has 'lookup'."),
                new ValueProblem(
                    "$.capabilities[0]",
                    "The capability 'lookup' has no policy for the plan 'default', so requests that name no plan would be refused.",
                    "Add a policy of the capability 'lookup' without a 'plan'."),
            ],
            PolicyText.ProblemsOf(PolicyText.With(("policies[0].capability", "\"lookups\""))));

    [Fact]
    public void APolicyForAnotherPlanDoesNotCoverTheDefaultPlan() =>
        Assert.Equal(
            [
                new ValueProblem(
                    "$.capabilities[0]",
                    "The capability 'lookup' has no policy for the plan 'default', so requests that name no plan would be refused.",
                    "Add a policy of the capability 'lookup' without a 'plan'."),
            ],
            PolicyText.ProblemsOf(PolicyText.With(("policies[0].plan", "\"partner\""))));

    [Theory]
    [InlineData("2d", null)]
    [InlineData("172800001ms", "172800001ms")]
    [InlineData("90d", "90d")]
    public void AWindowIsNoLongerThanTheHorizon(string window, string? refused) =>
        AssertProblems(
            PolicyText.With(("policies[0].limits[2].window", $"\"{window}\"")),
            refused is null ? null : new ValueProblem(
                "$.policies[0].limits[2].window",
                $"The window is '{refused}', and targets are forgotten after the horizon of '2d'.",
                "Write at most '2d', or lengthen the horizon of 'lookup'."));

    [Theory]
    [InlineData(0, "10000", "1ms", null)]
    [InlineData(0, "10001", "1ms", "Write at most 10000, or lengthen the period.")]
    [InlineData(0, "1000000000", "100s", null)]
    [InlineData(0, "1000000000", "99999ms", "Write at most 999990000, or lengthen the period.")]
    [InlineData(0, "2", "30d", null)]
    [InlineData(1, "10000000", "1s", null)]
    [InlineData(1, "10000001", "1s", "Write at most 10000000, or lengthen the period.")]
    public void ARateIsAtMostTenMillionASecond(int limit, string quota, string period, string? remedy) =>
        AssertProblems(
            PolicyText.With(($"policies[0].limits[{limit}].quota", quota), ($"policies[0].limits[{limit}].period", $"\"{period}\"")),
            remedy is null ? null : new ValueProblem(
                $"$.policies[0].limits[{limit}].quota",
                $"The quota is '{quota}' in '{period}', over 10000000 permits a second.",
                remedy));

    [Theory]
    [InlineData("1216", null)]
    [InlineData("1217", "Write at most 1216, or raise the rate.")]
    public void AnEmptyLimitRefillsWithinAHundredYears(string burst, string? remedy) =>
        AssertProblems(
            PolicyText.With(
                ("policies[0].limits[0].quota", "1"), ("policies[0].limits[0].period", "\"30d\""), ("policies[0].limits[0].burst", burst)),
            remedy is null ? null : new ValueProblem(
                "$.policies[0].limits[0].burst",
                $"The burst is '{burst}' and takes over 36500 days to refill at '1' in '30d'.",
                remedy));

    [Fact]
    public void ElementsAreCounted()
    {
        static string Of(int count, Func<int, string> element) => $"[{string.Join(',', Enumerable.Range(0, count).Select(element))}]";
        static string Capability(int i) => $$"""{ "name": "c{{i}}", "targets": { "space": "opaque" } }""";
        static string Limit(int i) => $$"""{ "name": "l{{i}}", "kind": "velocity", "quota": 1, "period": "1s" }""";
        static string Policy(int i) => $$"""
            { "name": "p{{i}}", "capability": "c{{i % 64}}", "plan": "{{(i < 64 ? "default" : $"p{i}")}}", "stage": "shadow", "failMode": "open", "limits": {{Of(8, Limit)}} }
            """;

        var most = PolicyText.Parse(PolicyText.With(("capabilities", Of(64, Capability)), ("policies", Of(256, Policy))));
        Assert.Equal((64, 256, 8), (most.Capabilities.Length, most.Policies.Length, most.Policies[0].Limits.Length));

        Assert.Contains(
            new ValueProblem("$.capabilities", "The array has '65' elements.", "Write an array of 1 to 64 elements."),
            PolicyText.ProblemsOf(PolicyText.With(("capabilities", Of(65, Capability)))));
        Assert.Contains(
            new ValueProblem("$.policies", "The array has '257' elements.", "Write an array of 1 to 256 elements."),
            PolicyText.ProblemsOf(PolicyText.With(("policies", Of(257, Policy)))));
        Assert.Equal(
            [new ValueProblem("$.policies[0].limits", "The array has '9' elements.", "Write an array of 1 to 8 elements.")],
            PolicyText.ProblemsOf(PolicyText.With(("policies[0].limits", Of(9, Limit)))));
    }

    [Fact]
    public void AVelocityBurstMayBeSmallerThanABatch() =>
        Assert.Equal(1, PolicyText.Parse(PolicyText.With(("policies[0].limits[0].burst", "1"))).Policies[0].Limits[0].Burst);

    [Fact]
    public void ALimitOfAnUnknownKindIsReadAsFarAsAnyKindGoes() =>
        Assert.Equal(
            [
                "$.policies[0].limits[0].kind", "$.policies[0].limits[0].unit", "$.policies[0].limits[0].quota",
                "$.policies[0].limits[0].period", "$.policies[0].limits[0].burst",
                "$.policies[0].limits[0].firstSync.burst", "$.policies[0].limits[0].window",
            ],
            PolicyText.ProblemsOf(PolicyText.With(("policies[0].limits[0]", """
                { "name": "v", "kind": "?", "unit": "?", "quota": "?", "period": "?", "burst": "?", "firstSync": { "burst": "?", "fullAfter": "1s" }, "window": "?" }
                """))).Select(problem => problem.Field));

    [Fact]
    public void EveryProblemOfADocumentIsReportedAtOnce()
    {
        var problems = PolicyText.ProblemsOf("""
            {
              "formatVersion": 0,
              "polices": [],
              "capabilities": [
                { "name": "a", "targets": { "space": "phone" }, "horizon": "1y", "maxBatch": 0 },
                { "name": "a", "targets": { "space": "opaque", "defaultRegion": "DE" } },
                5
              ],
              "policies": [
                {
                  "name": "A", "capability": "b", "plan": "", "stage": "live", "stage": "live",
                  "limits": [
                    { "name": "x", "kind": "velocity", "quota": 0, "period": "1x", "window": "1d" },
                    { "name": "x", "kind": "distinct", "quota": 1, "period": "1d" }
                  ]
                }
              ]
            }
            """);

        Assert.Equal(
            [
                "$.polices: The property 'polices' is unknown. Did you mean 'policies'? The known properties are '$schema', 'formatVersion', 'capabilities', 'policies' and 'budgets'.",
                "$.formatVersion: The formatVersion is '0'. Write 1.",
                "$.capabilities[0].targets.space: The space is 'phone'. Write 'e164', 'integer' or 'opaque'.",
                $"$.capabilities[0].horizon: The horizon is '1y'. {HorizonRemedy}",
                "$.capabilities[0].maxBatch: The maxBatch is '0'. Write a whole number from 1 to 10000.",
                "$.capabilities[1].targets.defaultRegion: Only targets of the space 'e164' have a default region. The defaultRegion is the text 'DE'. Remove it.",
                "$.capabilities[2]: The value is the number '5'. Write an object with the properties 'name', 'targets', 'horizon' and 'maxBatch'.",
                "$.capabilities[1].name: The name 'a' stands at $.capabilities[0].name already. Write another name.",
                "$.policies[0].stage: The property 'stage' stands 2 times. Keep one of them.",
                $"$.policies[0].name: The name has the character U+0041. It is 'A'. {NameRemedy}",
                "$.policies[0].capability: The capability is 'b'. Define it in $.capabilities, which has 'a'.",
                $"$.policies[0].plan: The name is missing or empty. It is ''. {NameRemedy}",
                "$.policies[0].stage: The stage is 'live'. Write 'shadow' or 'enforced'.",
                "$.policies[0].failMode: The property 'failMode' is missing. Write 'closed', 'open' or 'local-share'.",
                $"$.policies[0].limits[0].quota: The quota is '0'. {QuotaRemedy}",
                $"$.policies[0].limits[0].period: The period is '1x'. {VelocityRemedy}",
                "$.policies[0].limits[0].window: A velocity limit has no window. The window is the text '1d'. Remove it; the time in which the quota refills is the 'period'.",
                "$.policies[0].limits[1].period: A distinct limit has no period. The period is the text '1d'. Remove it; the time in which targets are counted is the 'window'.",
                $"$.policies[0].limits[1].window: The property 'window' is missing. {WindowRemedy}",
                "$.policies[0].limits[1].name: The name 'x' stands at $.policies[0].limits[0].name already. Write another name.",
                "$.capabilities[0]: The capability 'a' has no policy for the plan 'default', so requests that name no plan would be refused. Add a policy of the capability 'a' without a 'plan'.",
                "$.capabilities[1]: The capability 'a' has no policy for the plan 'default', so requests that name no plan would be refused. Add a policy of the capability 'a' without a 'plan'.",
            ],
            problems.Select(problem => problem.ToString()));
    }

    private static void AssertOneProblem(string at, string? json, string detail, string remedy)
    {
        // A capability without a readable name is missed by no policy, so that only its own problem is left.
        var text = at.StartsWith("capabilities[1]", StringComparison.Ordinal)
            ? PolicyText.With(("capabilities[1]", """{ "name": "second", "targets": { "space": "opaque" } }"""), (at, json))
            : PolicyText.With((at, json));
        AssertProblems(text, new ValueProblem($"$.{at}", detail, remedy));
    }

    private static void AssertProblems(string text, ValueProblem? problem)
    {
        if (problem is null)
        {
            Assert.Single(PolicyText.Parse(text).Policies);
        }
        else
        {
            Assert.Equal([problem], PolicyText.ProblemsOf(text));
        }
    }
}
