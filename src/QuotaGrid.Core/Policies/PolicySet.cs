using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies.Reading;

namespace QuotaGrid.Core.Policies;

/// <summary>
/// All capabilities, policies and budgets that are in force together, as one document states them. Immutable; every instance was validated
/// as a whole. Its form is in <c>deploy/policies/policies.schema.json</c>.
/// </summary>
public sealed class PolicySet
{
    private readonly FrozenDictionary<Capability, CapabilityDefinition> _capabilities;
    private readonly FrozenDictionary<(Capability Capability, Plan Plan), Policy> _policies;
    private readonly FrozenDictionary<Capability, Budget> _budgetsOfCapabilities;
    private readonly FrozenDictionary<Tenant, Budget> _budgetsOfTenants;
    private readonly Budget? _budgetOfEveryTenant;

    internal PolicySet(
        ImmutableArray<CapabilityDefinition> capabilities, ImmutableArray<Policy> policies, ImmutableArray<Budget> budgets, ReadOnlyMemory<byte> document)
    {
        Capabilities = capabilities;
        Policies = policies;
        Budgets = budgets;
        Document = document;
        ContentHash = Convert.ToHexStringLower(SHA256.HashData(document.Span));
        _capabilities = capabilities.ToFrozenDictionary(capability => capability.Name);
        _policies = policies.ToFrozenDictionary(policy => (policy.Capability, policy.Plan));
        _budgetsOfCapabilities = budgets.Where(budget => budget.Capability is not null).ToFrozenDictionary(budget => budget.Capability!.Value);
        _budgetsOfTenants = budgets.Where(budget => budget.Tenant is not null).ToFrozenDictionary(budget => budget.Tenant!.Value);
        _budgetOfEveryTenant = budgets.FirstOrDefault(budget => budget is { Capability: null, Tenant: null });
    }

    /// <summary>The capabilities in the order of the document, 1 to <see cref="PolicyBounds.MaxCapabilities"/>.</summary>
    public ImmutableArray<CapabilityDefinition> Capabilities { get; }

    /// <summary>
    /// The policies in the order of the document, 1 to <see cref="PolicyBounds.MaxPolicies"/>. Each capability has one for
    /// <see cref="Plan.Default"/>, and no two have the same capability and plan.
    /// </summary>
    public ImmutableArray<Policy> Policies { get; }

    /// <summary>
    /// The budgets in the order of the document, at most <see cref="PolicyBounds.MaxBudgets"/>, or none. No two are of the same capability or tenant.
    /// </summary>
    public ImmutableArray<Budget> Budgets { get; }

    /// <summary>The identity of the content: the SHA-256 of <see cref="Document"/> in 64 lower-case hexadecimal digits.</summary>
    public string ContentHash { get; }

    /// <summary>The UTF-8 bytes that were parsed, comments included.</summary>
    public ReadOnlyMemory<byte> Document { get; }

    /// <summary>Reads a policy document.</summary>
    /// <param name="utf8Json">JSON in UTF-8; comments and trailing commas are allowed. The bytes are copied.</param>
    /// <exception cref="InvalidPolicyException">The document cannot be used; the exception lists every problem.</exception>
    public static PolicySet Parse(ReadOnlySpan<byte> utf8Json) => PolicyDocument.Read(utf8Json);

    /// <summary>Finds what the document says about a capability.</summary>
    public bool TryGetCapability(Capability capability, [MaybeNullWhen(false)] out CapabilityDefinition definition) =>
        _capabilities.TryGetValue(capability, out definition);

    /// <summary>
    /// Finds the policy of a capability and plan. There is no fallback to <see cref="Plan.Default"/>: a plan that is not in the
    /// document has no policy.
    /// </summary>
    public bool TryGetPolicy(Capability capability, Plan plan, [MaybeNullWhen(false)] out Policy policy) =>
        _policies.TryGetValue((capability, plan), out policy);

    /// <summary>What all identities may spend together with a capability, or null when that is not limited.</summary>
    public Budget? BudgetOf(Capability capability) => _budgetsOfCapabilities.TryGetValue(capability, out var budget) ? budget : null;

    /// <summary>
    /// What all identities of a tenant may spend together: the tenant's own budget, or the one that each tenant without has for itself, or null
    /// when there is neither.
    /// </summary>
    public Budget? BudgetOf(Tenant tenant) => _budgetsOfTenants.TryGetValue(tenant, out var budget) ? budget : _budgetOfEveryTenant;
}
