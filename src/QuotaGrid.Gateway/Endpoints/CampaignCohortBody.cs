namespace QuotaGrid.Gateway.Endpoints;

/// <summary>A cohort that members of a campaign share.</summary>
/// <param name="Cohort">The cohort.</param>
/// <param name="Members">How many members belong to it.</param>
/// <param name="Share">Its share of all identities when the first of them was convicted, 0 to 1.</param>
/// <param name="Identities">How many identities belong to it.</param>
public sealed record CampaignCohortBody(string Cohort, int Members, double Share, long Identities);
