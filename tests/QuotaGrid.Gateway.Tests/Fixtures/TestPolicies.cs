using System.Text;

namespace QuotaGrid.Gateway.Tests.Fixtures;

/// <summary>Small policies with limits that gain nothing while a test runs.</summary>
internal static class TestPolicies
{
    public const string Closed = "accounts.lookup";

    public const string Open = "prices.lookup";

    public const string Parallel = "reports.lookup";

    /// <summary>What is looked up often: under each plan leases are worth it.</summary>
    public const string Busy = "profiles.lookup";

    /// <summary>Items of <see cref="Busy"/> that may be looked up at once, under the plan <c>default</c>.</summary>
    public const int BusyItems = 40_000;

    /// <summary>New targets of <see cref="Busy"/> that may be looked up at once, under the plan <c>default</c>.</summary>
    public const int BusyNovel = 3000;

    /// <summary>Items of <see cref="Busy"/> that may be looked up at once, under the plan <c>small</c>, which gains nothing while a test runs.</summary>
    public const int SmallItems = 400;

    /// <summary>Items of <see cref="Busy"/> that may be looked up in a second, and at once, under the plan <c>quick</c>.</summary>
    public const int QuickItems = 100;

    /// <summary>New targets of <see cref="Busy"/> that may be looked up at once, under the plan <c>narrow</c>.</summary>
    public const int NarrowNovel = 20;

    /// <summary>Items that the identities of one tenant may look up at once, of all capabilities.</summary>
    public const int TenantItems = 1000;

    /// <summary>
    /// Three capabilities: one fails closed, with ten items in a day, and a plan with 50 and one in the shadow stage; another fails open; of the third two requests may be in flight, for an hour when nobody releases them. And <see cref="Busy"/>.
    /// </summary>
    public static byte[] Document { get; } = DocumentWith("enforced");

    /// <summary>The document with another stage for <see cref="Busy"/> under the plan <c>default</c>.</summary>
    public static byte[] DocumentWith(string stage) => Encoding.UTF8.GetBytes(
        $$"""
        {
          "formatVersion": 1,
          "capabilities": [
            { "name": "accounts.lookup", "targets": { "space": "integer" }, "maxBatch": 20 },
            { "name": "prices.lookup", "targets": { "space": "integer" } },
            { "name": "reports.lookup", "targets": { "space": "integer" } },
            { "name": "profiles.lookup", "targets": { "space": "integer" }, "maxBatch": 1000 }
          ],
          "policies": [
            {
              "name": "accounts-default", "capability": "accounts.lookup", "stage": "enforced", "failMode": "closed",
              "limits": [
                { "name": "items-1d", "kind": "velocity", "quota": 10, "period": "1d" },
                { "name": "novel-30d", "kind": "novel", "quota": 8, "period": "30d" }
              ]
            },
            {
              "name": "accounts-partner", "capability": "accounts.lookup", "plan": "partner", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "items-1d", "kind": "velocity", "quota": 50, "period": "1d" } ]
            },
            {
              "name": "accounts-shadow", "capability": "accounts.lookup", "plan": "shadow", "stage": "shadow", "failMode": "open",
              "limits": [ { "name": "items-1d", "kind": "velocity", "quota": 1, "period": "1d" } ]
            },
            {
              "name": "prices-default", "capability": "prices.lookup", "stage": "enforced", "failMode": "open",
              "limits": [ { "name": "items-1d", "kind": "velocity", "quota": 10, "period": "1d" } ]
            },
            {
              "name": "reports-default", "capability": "reports.lookup", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "parallel", "kind": "inflight", "quota": 2, "lease": "1h" } ]
            },
            {
              "name": "profiles-default", "capability": "profiles.lookup", "stage": "{{stage}}", "failMode": "closed",
              "limits": [
                { "name": "items-30d", "kind": "velocity", "quota": {{BusyItems}}, "period": "30d" },
                { "name": "novel-30d", "kind": "novel", "quota": {{BusyNovel}}, "period": "30d" }
              ]
            },
            {
              "name": "profiles-watched", "capability": "profiles.lookup", "plan": "watched", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "novel-30d", "kind": "novel", "quota": 10000, "period": "30d" } ],
              "detection": { "stage": "enforced", "ladder": [ { "action": "tighten", "for": "1h" } ], "cohorts": [ "network", "client", "signup-hour" ] }
            },
            {
              "name": "profiles-vast", "capability": "profiles.lookup", "plan": "vast", "stage": "enforced", "failMode": "closed",
              "limits": [
                { "name": "items-30d", "kind": "velocity", "quota": 500000000, "period": "30d" },
                { "name": "novel-30d", "kind": "novel", "quota": 500000000, "period": "30d" }
              ]
            },
            {
              "name": "profiles-small", "capability": "profiles.lookup", "plan": "small", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "items-30d", "kind": "velocity", "quota": {{SmallItems}}, "period": "30d" } ]
            },
            {
              "name": "profiles-narrow", "capability": "profiles.lookup", "plan": "narrow", "stage": "enforced", "failMode": "closed",
              "limits": [
                { "name": "items-30d", "kind": "velocity", "quota": 40000, "period": "30d" },
                { "name": "novel-30d", "kind": "novel", "quota": {{NarrowNovel}}, "period": "30d" }
              ]
            },
            {
              "name": "profiles-quick", "capability": "profiles.lookup", "plan": "quick", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "items-1s", "kind": "velocity", "quota": {{QuickItems}}, "period": "1s" } ]
            }
          ],
          "budgets": [ { "tenant": "*", "limits": [ { "name": "tenant-total", "kind": "velocity", "quota": {{TenantItems}}, "period": "30d" } ] } ]
        }
        """);
}
