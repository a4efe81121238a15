using System.Collections.Immutable;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;

namespace QuotaGrid.Core.Policies;

/// <summary>
/// What many identities may spend together, in the whole cluster: all identities with one capability, or all identities of one tenant with
/// whatever capability. At most one of <paramref name="Capability"/> and <paramref name="Tenant"/> is set. Two budgets are equal when all they
/// say is equal.
/// </summary>
/// <param name="Capability">The capability whose lookups are charged, whoever makes them.</param>
/// <param name="Tenant">
/// The tenant whose identities are charged. When neither is set, each tenant without a budget of its own has this one for itself (JSON <c>"*"</c>).
/// </param>
/// <param name="Limits">
/// The limits in the order of the document, 1 to <see cref="PolicyBounds.MaxBudgetLimits"/>, all of <see cref="LimitKind.Velocity"/>. No other
/// limit of the document, of a budget or a policy, has the name of one of them, because a decision names the limit that denied.
/// </param>
public sealed record Budget(Capability? Capability, Tenant? Tenant, ImmutableArray<Limit> Limits)
{
    /// <summary>What a document writes for <see cref="Tenant"/> in the budget of each tenant without one of its own.</summary>
    public const string EveryTenant = "*";

    /// <summary>Whether the other budget says the same. Limits are compared one by one, not as the array that holds them.</summary>
    public bool Equals(Budget? other) =>
        other is not null
        && Capability == other.Capability
        && Tenant == other.Tenant
        && Limits.AsSpan().SequenceEqual(other.Limits.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Capability, Tenant, Limits.AsSpan().Length);
}
