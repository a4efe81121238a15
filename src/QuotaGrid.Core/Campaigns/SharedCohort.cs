using Orleans;
using QuotaGrid.Core.Cohorts;

namespace QuotaGrid.Core.Campaigns;

/// <summary>How many members of a campaign belong to a cohort, and how large that is.</summary>
/// <param name="Cohort">The cohort.</param>
/// <param name="Members">How many members belong to it; at least so many, when a campaign has more cohorts than are counted.</param>
/// <param name="Share">Its share of all identities when a member of it was told first: later the campaign itself may be most of it.</param>
/// <param name="Identities">How many identities are known to belong to it, as told last.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.SharedCohort")]
public readonly record struct SharedCohort(
    [property: Id(0)] Cohort Cohort, [property: Id(1)] int Members, [property: Id(2)] double Share, [property: Id(3)] long Identities)
{
    /// <summary>Of the identities of a cohort, one in so many must be convicted before anything is done about the others: a large cohort that a few puppets hide in is not theirs.</summary>
    public const int LeastConvictedOneIn = 4;

    /// <summary>Whether chance does not explain that so many of the members belong to it.</summary>
    /// <param name="members">How many members the campaign has.</param>
    public bool IsTelling(int members) => Members >= CampaignBook.LeastConvictions && Coincidence.IsExcluded(Members, members, Share);

    /// <summary>Whether it is the campaign's: most members belong to it, and of the identities that do enough are convicted.</summary>
    /// <param name="members">How many members the campaign has.</param>
    public bool IsOwn(int members) => IsTelling(members) && Members * 2 >= members && Members * (long)LeastConvictedOneIn >= Identities;
}
