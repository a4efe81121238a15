using QuotaGrid.Core.Decisions;

namespace QuotaGrid.Core.Policies;

/// <summary>What is done about an identity that is convicted of sweeping, and for how long.</summary>
/// <param name="Action">What is done; not <see cref="ContainmentAction.None"/>.</param>
/// <param name="Duration">For how long, <see cref="PolicyBounds.MinContainment"/> to <see cref="PolicyBounds.MaxContainment"/>. JSON: <c>for</c>.</param>
public sealed record LadderStep(ContainmentAction Action, TimeSpan Duration);
