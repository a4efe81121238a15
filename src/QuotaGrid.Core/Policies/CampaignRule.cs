using QuotaGrid.Core.Decisions;

namespace QuotaGrid.Core.Policies;

/// <summary>
/// What is done about identities that nobody convicted, because they share the cohorts of a large campaign and are new: who makes ten thousand puppets makes them alike. JSON: <c>detection.campaign</c>.
/// </summary>
/// <param name="Action">What is done; not <see cref="ContainmentAction.None"/>.</param>
/// <param name="Duration">For how long after the campaign grew last, <see cref="PolicyBounds.MinContainment"/> to <see cref="PolicyBounds.MaxContainment"/>. JSON: <c>for</c>.</param>
/// <param name="Members">From how many convicted identities on, <see cref="PolicyBounds.MinCampaignMembers"/> to <see cref="PolicyBounds.MaxCampaignMembers"/>.</param>
public sealed record CampaignRule(ContainmentAction Action, TimeSpan Duration, int Members);
