using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Core.Tests.Policies;

public class BudgetTests
{
    private const string Budgets = """
        [
          { "capability": "lookup", "limits": [
            { "name": "lookup-total", "kind": "velocity", "quota": 1000000, "period": "1h" },
            { "name": "lookup-requests", "kind": "velocity", "unit": "requests", "quota": 5000, "period": "1m", "burst": 9000 } ] },
          { "tenant": "*", "limits": [{ "name": "tenant-total", "kind": "velocity", "quota": 10, "period": "1s" }] },
          { "tenant": "Acme \u20ac", "limits": [{ "name": "acme-total", "kind": "velocity", "quota": 20, "period": "1d", "burst": 40 }] }
        ]
        """;

    private static readonly Capability Lookup = Capability.Parse("lookup");

    [Fact]
    public void EveryValueOfABudgetIsRead() => Assert.Equal(
        [
            new Budget(Lookup, null,
            [
                new Limit("lookup-total", LimitKind.Velocity, LimitUnit.Items, 1_000_000, TimeSpan.FromHours(1), 1_000_000),
                new Limit("lookup-requests", LimitKind.Velocity, LimitUnit.Requests, 5_000, TimeSpan.FromMinutes(1), 9_000),
            ]),
            new Budget(null, null, [new Limit("tenant-total", LimitKind.Velocity, LimitUnit.Items, 10, TimeSpan.FromSeconds(1), 10)]),
            new Budget(null, Tenant.Parse("Acme \u20ac"), [new Limit("acme-total", LimitKind.Velocity, LimitUnit.Items, 20, TimeSpan.FromDays(1), 40)]),
        ],
        Parse(Budgets).Budgets);

    [Fact]
    public void ABudgetIsFoundByItsCapabilityOrTenantAndEveryOtherTenantHasTheOneForAll()
    {
        var policies = Parse(Budgets);

        Assert.Same(policies.Budgets[0], policies.BudgetOf(Lookup));
        Assert.Null(policies.BudgetOf(Capability.Parse("other")));
        Assert.Null(policies.BudgetOf(default(Capability)));
        Assert.Same(policies.Budgets[2], policies.BudgetOf(Tenant.Parse("Acme \u20ac")));
        Assert.Same(policies.Budgets[1], policies.BudgetOf(Tenant.Parse("acme \u20ac")));
        Assert.Same(policies.Budgets[1], policies.BudgetOf(Tenant.Parse("lookup")));
        Assert.Same(policies.Budgets[1], policies.BudgetOf(Tenant.Parse("*")));
        Assert.Same(policies.Budgets[1], policies.BudgetOf(default(Tenant)));
    }

    [Fact]
    public void WithoutABudgetForAllOtherTenantsHaveNone()
    {
        var policies = Parse("""[{ "tenant": "acme", "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }]""");

        Assert.Same(policies.Budgets[0], policies.BudgetOf(Tenant.Parse("acme")));
        Assert.Null(policies.BudgetOf(Tenant.Parse("other")));
        Assert.Null(policies.BudgetOf(Lookup));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    public void ADocumentMayHaveNone(string? budgets)
    {
        var policies = Parse(budgets);

        Assert.Empty(policies.Budgets);
        Assert.Null(policies.BudgetOf(Lookup));
        Assert.Null(policies.BudgetOf(Tenant.Parse("acme")));
    }

    [Fact]
    public void ADocumentThatWasReadIsReadTheSameAgain()
    {
        var once = Parse(Budgets);
        var again = PolicySet.Parse(once.Document.Span);

        Assert.Equal(once.Budgets, again.Budgets);
        Assert.Equal(once.ContentHash, again.ContentHash);
    }

    [Fact]
    public void BudgetsThatSayTheSameAreEqual()
    {
        var budget = Parse(Budgets).Budgets[2];
        var same = Parse(Budgets).Budgets[2];

        Assert.Equal(budget, same);
        Assert.Equal(budget.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(budget, budget with { Tenant = Tenant.Parse("acme") });
        Assert.NotEqual(budget, budget with { Tenant = null });
        Assert.NotEqual(budget, budget with { Capability = Lookup });
        Assert.NotEqual(budget, budget with { Limits = [budget.Limits[0] with { Burst = 41 }] });
        Assert.NotEqual(budget, budget with { Limits = [budget.Limits[0], budget.Limits[0]] });
    }

    [Fact]
    public void ADocumentHasAtMostAThousand()
    {
        static string Of(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(One))}]";
        static string One(int i) => $$"""{ "tenant": "t{{i}}", "limits": [{ "name": "b{{i}}", "kind": "velocity", "quota": 1, "period": "1s" }] }""";

        var most = Parse(Of(1000));
        Assert.Equal(1000, most.Budgets.Length);
        Assert.Equal("b999", most.BudgetOf(Tenant.Parse("t999"))!.Limits[0].Name);
        Assert.Equal(
            ["$.budgets: The array has '1001' elements. Write an array of 0 to 1000 elements."],
            PolicyText.ProblemsOf(PolicyText.With(("budgets", Of(1001)))).Select(problem => problem.ToString()));
    }

    private static PolicySet Parse(string? budgets) => PolicyText.Parse(PolicyText.With(("budgets", budgets)));
}
