namespace QuotaGrid.Core.Tests.Policies;

/// <summary>Each rule of budgets, broken at one place of a valid document.</summary>
public class BudgetProblemTests
{
    private const string Limits = """[{ "name": "b", "kind": "velocity", "quota": 1000, "period": "1h" }]""";
    private const string OfCapability = $$"""{ "capability": "lookup", "limits": {{Limits}} }""";
    private const string OfTenant = $$"""{ "tenant": "acme", "limits": {{Limits}} }""";
    private const string TenantRemedy = "Write 1 to 256 UTF-8 bytes without control characters, or '*' for each tenant without a budget of its own.";
    private const string QuotaRemedy = "Write a whole number from 1 to 1000000000.";
    private const string NameRemedy = "Write 1 to 64 lower-case letters and digits, with single '.', '-' or '_' between them.";
    private const string LimitRemedy =
        "Write an object with the properties 'name', 'kind', 'unit', 'quota', 'period', 'burst', 'firstSync', 'window' and 'lease'.";

    [Theory]
    [InlineData("budgets", "null", "The value is 'null'.", "Write an array of 0 to 1000 elements.")]
    [InlineData("budgets", "{}", "The value is an object.", "Write an array of 0 to 1000 elements.")]
    [InlineData("budgets[0]", "\"lookup\"", "The value is the text 'lookup'.", "Write an object with the properties 'capability', 'tenant' and 'limits'.")]
    [InlineData("budgets[0].tenant", null, "The budget has neither a capability nor a tenant.", "Write the 'capability' or the 'tenant' whose identities share it.", "budgets[0]")]
    [InlineData("budgets[0].capability", "\"lookup\"", "The budget has both a capability and a tenant.", "Keep one of them, and write another budget for the other.", "budgets[0]")]
    [InlineData("budgets[0].plan", "\"default\"", "The property 'plan' is unknown.", "Remove it. The known properties are 'capability', 'tenant' and 'limits'.")]
    [InlineData("budgets[0].tenant", "null", "The tenant is 'null'.", TenantRemedy)]
    [InlineData("budgets[0].tenant", "7", "The tenant is the number '7'.", TenantRemedy)]
    [InlineData("budgets[0].tenant", "\"\"", "The tenant is missing or empty. It is ''.", TenantRemedy)]
    [InlineData("budgets[0].tenant", "\"a\\u0007\"", "The tenant has the control character U+0007. It is 'a\\u0007'.", TenantRemedy)]
    [InlineData("budgets[0].limits", null, "The property 'limits' is missing.", "Write an array of 1 to 4 elements.")]
    [InlineData("budgets[0].limits", "[]", "The array has '0' elements.", "Write an array of 1 to 4 elements.")]
    public void ABudgetHasACapabilityOrATenantAndLimits(string at, string? json, string detail, string remedy, string? where = null) =>
        AssertProblems(With((at, json)), $"$.{where ?? at}: {detail} {remedy}");

    [Theory]
    [InlineData("", "5", "The value is the number '5'.", LimitRemedy)]
    [InlineData(".name", null, "The property 'name' is missing.", NameRemedy)]
    [InlineData(".name", "\"B\"", "The name has the character U+0042. It is 'B'.", NameRemedy)]
    [InlineData(".kind", null, "The property 'kind' is missing.", "Write 'velocity'.")]
    [InlineData(".kind", "\"novel\"", "The kind is 'novel'.", "Write 'velocity'.")]
    [InlineData(".kind", "\"distinct\"", "The kind is 'distinct'.", "Write 'velocity'.")]
    [InlineData(".kind", "\"inflight\"", "The kind is 'inflight'.", "Write 'velocity'.")]
    [InlineData(".unit", "\"bytes\"", "The unit is 'bytes'.", "Write 'items' or 'requests'.")]
    [InlineData(".quota", "0", "The quota is '0'.", QuotaRemedy)]
    [InlineData(".quota", "1000000000", "The quota is '1000000000' in '90s', over 10000000 permits a second.", "Write at most 900000000, or lengthen the period.")]
    [InlineData(".burst", "0", "The burst is '0'.", QuotaRemedy)]
    [InlineData(".window", "\"1d\"", "A velocity limit has no window. The window is the text '1d'.", "Remove it; the time in which the quota refills is the 'period'.")]
    public void ALimitOfABudgetIsAVelocityLimit(string at, string? json, string detail, string remedy) =>
        AssertProblems(With(("budgets[0].limits[0].period", "\"90s\""), ($"budgets[0].limits[0]{at}", json)), $"$.budgets[0].limits[0]{at}: {detail} {remedy}");

    [Fact]
    public void ATenantThatIsTooLongIsRefused() => AssertProblems(
        With(("budgets[0].tenant", $"\"{new string('t', 255)}\u00e9\"")),
        $"$.budgets[0].tenant: The tenant has 257 UTF-8 bytes. It is '{new string('t', 64)}...'. {TenantRemedy}");

    [Theory]
    [InlineData("\"lookups\"", "The capability is 'lookups'. Define it in $.capabilities, which has 'lookup'.")]
    [InlineData("\"Lookup\"", "The name has the character U+004C. It is 'Lookup'. " + NameRemedy)]
    [InlineData("\"*\"", "The name has the character U+002A. It is '*'. " + NameRemedy)]
    public void TheBudgetsCapabilityIsDefined(string json, string problem) =>
        AssertProblems(PolicyText.With(("budgets", $"[{OfCapability}]"), ("budgets[0].capability", json)), $"$.budgets[0].capability: {problem}");

    [Theory]
    [InlineData(OfCapability, "capability", "lookup")]
    [InlineData(OfTenant, "tenant", "acme")]
    public void ThereIsOneBudgetForACapabilityAndOneForATenant(string budget, string what, string name) => AssertProblems(
        PolicyText.With(("budgets", $"[{budget},{budget}]"), ("budgets[1].limits[0].name", "\"c\"")),
        $"$.budgets[1].{what}: The {what} '{name}' stands at $.budgets[0].{what} already. Write another {what}.");

    [Fact]
    public void ThereIsOneBudgetForEveryOtherTenant() => AssertProblems(
        PolicyText.With(
            ("budgets", $"[{OfTenant},{OfTenant}]"), ("budgets[0].tenant", "\"*\""), ("budgets[1].tenant", "\"\\u002a\""), ("budgets[1].limits[0].name", "\"c\"")),
        "$.budgets[1].tenant: The tenant '*' stands at $.budgets[0].tenant already. Write another tenant.");

    [Fact]
    public void ACapabilityAndATenantMayHaveTheSameName() =>
        Assert.Equal(2, PolicyText.Parse(PolicyText.With(
            ("budgets", $"[{OfCapability},{OfTenant}]"), ("budgets[1].tenant", "\"lookup\""), ("budgets[1].limits[0].name", "\"c\""))).Budgets.Length);

    [Fact]
    public void NamesOfLimitsAreUniqueAmongAllBudgets() => AssertProblems(
        PolicyText.With(
            ("budgets", $"[{OfCapability},{OfTenant}]"),
            ("budgets[1].limits[1]", """{ "name": "c", "kind": "velocity", "quota": 1, "period": "1s" }"""),
            ("budgets[1].limits[2]", """{ "name": "c", "kind": "velocity", "quota": 1, "period": "1s" }""")),
        "$.budgets[1].limits[0].name: The name 'b' stands at $.budgets[0].limits[0].name already. Write another name.",
        "$.budgets[1].limits[2].name: The name 'c' stands at $.budgets[1].limits[1].name already. Write another name.");

    [Fact]
    public void NoLimitOfAnyPolicyHasTheNameOfABudgets()
    {
        const string Second = """
            {
              "name": "partners", "capability": "lookup", "plan": "partner", "stage": "shadow", "failMode": "open",
              "limits": [{ "name": "v", "kind": "velocity", "quota": 1, "period": "1s" }, { "name": "p", "kind": "inflight", "quota": 1 }]
            }
            """;

        AssertProblems(
            PolicyText.With(
                ("policies[1]", Second),
                ("budgets", $"[{OfCapability},{OfTenant}]"),
                ("budgets[0].limits[0].name", "\"v\""),
                ("budgets[1].limits[0].name", "\"p\"")),
            "$.budgets[0].limits[0].name: The name 'v' stands at $.policies[0].limits[0].name already. Write another name.",
            "$.budgets[1].limits[0].name: The name 'p' stands at $.policies[1].limits[1].name already. Write another name.");
    }

    [Fact]
    public void ABudgetHasAtMostFourLimits()
    {
        static string Of(int count) =>
            $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{ "name": "b{{i}}", "kind": "velocity", "quota": 1, "period": "1s" }"""))}]";

        Assert.Equal(4, PolicyText.Parse(With(("budgets[0].limits", Of(4)))).Budgets[0].Limits.Length);
        AssertProblems(With(("budgets[0].limits", Of(5))), "$.budgets[0].limits: The array has '5' elements. Write an array of 1 to 4 elements.");
    }

    [Fact]
    public void WhatCannotBeReadElsewhereHidesNoProblemOfABudget()
    {
        // Without capabilities nobody can say whether the budget's is one.
        Assert.Equal(
            ["$.capabilities", "$.policies", "$.budgets[0].limits[0].quota"],
            PolicyText.ProblemsOf(PolicyText.With(
                ("capabilities", "5"), ("policies", "5"), ("budgets", $"[{OfCapability}]"), ("budgets[0].limits[0].quota", "0"))).Select(problem => problem.Field));
    }

    private static string With(params (string At, string? Json)[] edits) => PolicyText.With([("budgets", $"[{OfTenant}]"), .. edits]);

    private static void AssertProblems(string text, params string[] problems) =>
        Assert.Equal(problems, PolicyText.ProblemsOf(text).Select(problem => problem.ToString()));
}
