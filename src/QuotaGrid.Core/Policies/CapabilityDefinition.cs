using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Policies;

/// <summary>What the policy document says about a capability, whichever plan an identity is under.</summary>
/// <param name="Name">The capability.</param>
/// <param name="Space">How its targets are read.</param>
/// <param name="DefaultRegion">
/// The region of phone numbers that are written without a country code: two upper-case letters (ISO 3166), or null when such
/// numbers are invalid. Only for <see cref="TargetSpace.E164"/>.
/// </param>
/// <param name="Horizon">
/// How long a target stays known to an identity after it was last asked for. <see cref="PolicyBounds.MinHorizon"/> to
/// <see cref="PolicyBounds.MaxHorizon"/>.
/// </param>
/// <param name="MaxBatch">The most targets in one request, 1 to <see cref="PolicyBounds.MaxBatch"/>.</param>
public sealed record CapabilityDefinition(Capability Name, TargetSpace Space, string? DefaultRegion, TimeSpan Horizon, int MaxBatch);
