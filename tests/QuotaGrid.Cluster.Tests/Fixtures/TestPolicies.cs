using System.Text;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Grains.Policies;

namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>Small policies with limits that gain nothing while a test runs: the fastest but one has a permit more after 43 minutes.</summary>
internal static class TestPolicies
{
    /// <summary>What the default plan's velocity limit lets through at once.</summary>
    public const int Burst = 100;

    /// <summary>What the default plan's novel limit lets through at once.</summary>
    public const int Novel = 60;

    /// <summary>What the large plan's velocity limit lets through at once.</summary>
    public const int LargeBurst = 1000;

    /// <summary>What the large plan's novel limit lets through at once.</summary>
    public const int LargeNovel = 600;

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

    /// <summary>Has limits of both kinds that are large enough for leases: <see cref="LargeBurst"/> items and <see cref="LargeNovel"/> new targets.</summary>
    public static readonly Plan Large = Plan.Parse("large");

    /// <summary>Has a limit that refills in half a minute, for which there is no ceiling.</summary>
    public static readonly Plan Quick = Plan.Parse("quick");

    /// <summary>Is watched for sweeping, and new targets are denied for an hour at once.</summary>
    public static readonly Plan Watched = Plan.Parse("watched");

    /// <summary>The same, with identities that share a client looked at together.</summary>
    public static readonly Plan Together = Plan.Parse("together");

    /// <summary>The definition of the capability, by the document.</summary>
    public static CapabilityDefinition Definition => Set.TryGetCapability(Lookup, out var definition) ? definition : throw new InvalidOperationException("The document defines it.");

    private static PolicySet Set { get; } = PolicySet.Parse(DocumentWith(Burst));

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
            },
            {
              "name": "accounts-large", "capability": "accounts.lookup", "plan": "large", "stage": "enforced", "failMode": "closed",
              "limits": [
                { "name": "large-items", "kind": "velocity", "quota": {{LargeBurst}}, "period": "30d" },
                { "name": "large-novel", "kind": "novel", "quota": {{LargeNovel}}, "period": "30d" }
              ]
            },
            {
              "name": "accounts-quick", "capability": "accounts.lookup", "plan": "quick", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "quick-items", "kind": "velocity", "quota": 100, "period": "30s" } ]
            },
            {
              "name": "accounts-watched", "capability": "accounts.lookup", "plan": "watched", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "watched-novel", "kind": "novel", "quota": 10000, "period": "30d" } ],
              "detection": { "stage": "enforced", "ladder": [ { "action": "tighten", "for": "1h" } ] }
            },
            {
              "name": "accounts-together", "capability": "accounts.lookup", "plan": "together", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "together-novel", "kind": "novel", "quota": 10000, "period": "30d" } ],
              "detection": { "stage": "enforced", "ladder": [ { "action": "tighten", "for": "1h" } ], "cohorts": [ "client" ] }
            }
          ]
        }
        """);

    /// <summary>The policy of a plan, by the document.</summary>
    public static Policy PolicyOf(Plan plan) => Set.TryGetPolicy(Lookup, plan, out var policy) ? policy : throw new InvalidOperationException("The document has it.");

    /// <summary>The document as a silo brings it along.</summary>
    public static PolicyDocumentSource Source(int burst = Burst, bool isBuiltIn = false) => new(DocumentWith(burst), isBuiltIn);
}
