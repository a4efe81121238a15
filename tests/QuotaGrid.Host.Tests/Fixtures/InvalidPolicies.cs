namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A policy document with errors.</summary>
public static class InvalidPolicies
{
    /// <summary>A document with three errors.</summary>
    public const string Document =
        """
        {
          "formatVersion": 1,
          "capabilities": [ { "name": "accounts.lookup", "targets": { "space": "opaque" }, "horizon": "a month" } ],
          "policies": [
            {
              "name": "small", "capability": "acounts.lookup", "plan": "default", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "novel-10s", "kind": "novel", "quota": 0, "period": "10s" } ]
            }
          ]
        }
        """;

    /// <summary>Asserts that a message names the errors of <see cref="Document"/>.</summary>
    public static void AssertEveryProblem(string message)
    {
        Assert.StartsWith("quotagrid: ", message);
        Assert.Contains("$.capabilities[0].horizon", message);
        Assert.Contains("$.policies[0].capability", message);
        Assert.Contains("$.policies[0].limits[0].quota", message);
        Assert.DoesNotContain("   at ", message);
    }
}
