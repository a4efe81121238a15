using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Contracts.Budgets;

/// <summary>Whose budget it is: a capability's or a tenant's.</summary>
public readonly record struct BudgetKey
{
    // No whole number and no GUID has one of these prefixes; GrainKeys says why that matters.
    private const string CapabilityPrefix = "capability:";
    private const string TenantPrefix = "tenant:";

    private BudgetKey(string value) => Value = value;

    /// <summary>The key of the budget's grain.</summary>
    public string Value { get; }

    /// <summary>The budget of a capability.</summary>
    public static BudgetKey Of(Capability capability) => new(CapabilityPrefix + capability.Value);

    /// <summary>The budget of a tenant.</summary>
    public static BudgetKey Of(Tenant tenant) => new(TenantPrefix + tenant.Value);

    /// <summary>What a policy set says of the budget of a grain; null when there is none.</summary>
    /// <exception cref="InvalidValueException">The key names no budget.</exception>
    public static Budget? Find(PolicySet set, string key) =>
        key.StartsWith(CapabilityPrefix, StringComparison.Ordinal) ? set.BudgetOf(Capability.Parse(key[CapabilityPrefix.Length..]))
        : key.StartsWith(TenantPrefix, StringComparison.Ordinal) ? set.BudgetOf(Tenant.Parse(key[TenantPrefix.Length..]))
        : throw new InvalidValueException(new("key", $"'{key}' names no budget.", $"Begin it with {CapabilityPrefix} or {TenantPrefix}."));

    /// <inheritdoc />
    public override string ToString() => Value;
}
