using System.Text;

namespace QuotaGrid.Gateway.Tests.Fixtures;

/// <summary>Small policies with limits that gain nothing while a test runs.</summary>
internal static class TestPolicies
{
    public const string Closed = "accounts.lookup";

    public const string Open = "prices.lookup";

    public const string Parallel = "reports.lookup";

    /// <summary>
    /// Three capabilities: one fails closed, with ten items in a day, and a plan with 50 and one in the shadow stage; another fails open; of the third two requests may be in flight, for an hour when nobody releases them.
    /// </summary>
    public static byte[] Document { get; } = Encoding.UTF8.GetBytes(
        """
        {
          "formatVersion": 1,
          "capabilities": [
            { "name": "accounts.lookup", "targets": { "space": "integer" }, "maxBatch": 20 },
            { "name": "prices.lookup", "targets": { "space": "integer" } },
            { "name": "reports.lookup", "targets": { "space": "integer" } }
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
            }
          ]
        }
        """);
}
