using System.Text;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Grains.Policies;

namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>Small policies with limits that gain nothing while a test runs: the fastest has a permit more after 7 hours.</summary>
internal static class TestPolicies
{
    /// <summary>What the default plan's velocity limit lets through at once.</summary>
    public const int Burst = 100;

    /// <summary>What the default plan's novel limit lets through at once.</summary>
    public const int Novel = 60;

    /// <summary>The most targets in one request.</summary>
    public const int MaxBatch = 50;

    public static readonly Capability Lookup = Capability.Parse("accounts.lookup");

    public static readonly Plan Shadow = Plan.Parse("shadow");

    /// <summary>Has a velocity limit of <see cref="Burst"/> items, and no other.</summary>
    public static readonly Plan Items = Plan.Parse("items");

    /// <summary>Lets two requests be in flight, for an hour when nobody releases them.</summary>
    public static readonly Plan Parallel = Plan.Parse("parallel");

    /// <summary>Lets one request be in flight, for a second.</summary>
    public static readonly Plan Brief = Plan.Parse("brief");

    public static byte[] Document => DocumentWith(Burst);

    /// <summary>The document with another burst for the plan <c>items</c>.</summary>
    public static byte[] DocumentWith(int burst) => Encoding.UTF8.GetBytes(
        $$"""
        {
          "formatVersion": 1,
          "capabilities": [ { "name": "accounts.lookup", "targets": { "space": "opaque" }, "horizon": "30d", "maxBatch": {{MaxBatch}} } ],
          "policies": [
            {
              "name": "accounts-default", "capability": "accounts.lookup", "stage": "enforced", "failMode": "closed",
              "limits": [
                { "name": "items-30d", "kind": "velocity", "quota": {{Burst}}, "period": "30d" },
                { "name": "novel-30d", "kind": "novel", "quota": {{Novel}}, "period": "30d" }
              ]
            },
            {
              "name": "accounts-items", "capability": "accounts.lookup", "plan": "items", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "items-30d", "kind": "velocity", "quota": {{burst}}, "period": "30d" } ]
            },
            {
              "name": "accounts-shadow", "capability": "accounts.lookup", "plan": "shadow", "stage": "shadow", "failMode": "open",
              "limits": [ { "name": "items-30d", "kind": "velocity", "quota": 1, "period": "30d" } ]
            },
            {
              "name": "accounts-parallel", "capability": "accounts.lookup", "plan": "parallel", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "parallel", "kind": "inflight", "quota": 2, "lease": "1h" } ]
            },
            {
              "name": "accounts-brief", "capability": "accounts.lookup", "plan": "brief", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "brief", "kind": "inflight", "quota": 1, "lease": "1s" } ]
            }
          ]
        }
        """);

    /// <summary>The document as a silo brings it along.</summary>
    public static PolicyDocumentSource Source(int burst = Burst, bool isBuiltIn = false) => new(DocumentWith(burst), isBuiltIn);
}
