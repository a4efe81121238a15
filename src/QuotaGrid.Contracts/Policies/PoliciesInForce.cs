using QuotaGrid.Core.Policies;

namespace QuotaGrid.Contracts.Policies;

/// <summary>A version of the policy set, ready to decide with.</summary>
/// <param name="Version">The version, from 1.</param>
/// <param name="Set">The capabilities and policies.</param>
public sealed record PoliciesInForce(long Version, PolicySet Set);
