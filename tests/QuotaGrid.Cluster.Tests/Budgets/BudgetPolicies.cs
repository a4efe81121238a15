using System.Text;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Grains.Policies;

namespace QuotaGrid.Cluster.Tests.Budgets;

/// <summary>Identities that may do much, and budgets that are small. Nothing is gained while a test runs: the fastest limit has a permit more after 21 minutes.</summary>
internal static class BudgetPolicies
{
    /// <summary>What all identities may ask for together.</summary>
    public const int Total = 2000;

    /// <summary>What those of <see cref="Named"/> may ask for together.</summary>
    public const int OfNamed = 300;

    /// <summary>What those of each other tenant may ask for together.</summary>
    public const int OfOthers = 100;

    /// <summary>What one identity may ask for.</summary>
    public const int OfIdentity = 1500;

    /// <summary>Its budget is the one of all who use it.</summary>
    public static readonly Capability Shared = Capability.Parse("shared.lookup");

    /// <summary>Has no budget.</summary>
    public static readonly Capability Free = Capability.Parse("free.lookup");

    public static readonly Tenant Named = Tenant.Parse("acme");

    public static PolicyDocumentSource Source { get; } = new(
        Encoding.UTF8.GetBytes(
            $$"""
            {
              "formatVersion": 1,
              "capabilities": [
                { "name": "shared.lookup", "targets": { "space": "opaque" }, "maxBatch": 100 },
                { "name": "free.lookup", "targets": { "space": "opaque" }, "maxBatch": 100 }
              ],
              "policies": [
                {
                  "name": "shared-default", "capability": "shared.lookup", "stage": "enforced", "failMode": "closed",
                  "limits": [ { "name": "items-30d", "kind": "velocity", "quota": {{OfIdentity}}, "period": "30d" } ]
                },
                {
                  "name": "free-default", "capability": "free.lookup", "stage": "enforced", "failMode": "closed",
                  "limits": [ { "name": "items-30d", "kind": "velocity", "quota": {{OfIdentity}}, "period": "30d" } ]
                },
                {
                  "name": "free-shadow", "capability": "free.lookup", "plan": "shadow", "stage": "shadow", "failMode": "open",
                  "limits": [ { "name": "items-30d", "kind": "velocity", "quota": {{OfIdentity}}, "period": "30d" } ]
                }
              ],
              "budgets": [
                { "capability": "shared.lookup", "limits": [ { "name": "shared-total", "kind": "velocity", "quota": {{Total}}, "period": "30d" } ] },
                { "tenant": "acme", "limits": [ { "name": "acme-total", "kind": "velocity", "quota": {{OfNamed}}, "period": "30d" } ] },
                { "tenant": "*", "limits": [ { "name": "tenant-total", "kind": "velocity", "quota": {{OfOthers}}, "period": "30d" } ] }
              ]
            }
            """),
        IsBuiltIn: false);
}
