using QuotaGrid.Core.Evidence;

namespace QuotaGrid.Core.Cohorts;

/// <summary>
/// What the new members of a cohort may ask for together that is new to everyone. First-sync allowances, and not refill rates, are what puppets exploit that are made for one batch and thrown away; each of them
/// looks like nothing by itself.
/// </summary>
/// <remarks>
/// A target that is new to everyone takes one. One that others asked for gives back b / (1 - b), where b is the most that an honest share of targets new to everyone may be: so whatever honest people
/// ask for, together they give back more than they take, however many they are. That a cohort of theirs is ever used up has a probability of at most exp(-theta x <see cref="Full"/>), where theta > 0 solves
/// E[exp(theta x change)] = 1 (Wald's identity): for a share of a fifth below a bound of a quarter theta is 0.43. A sweep takes it at (p - b) / (1 - b) a target, where p is its share.
/// </remarks>
public static class FirstSyncCredit
{
    /// <summary>The whole credit, in targets: what a sweep gets before its cohort is looked at, however many puppets it is made of.</summary>
    public const int Full = 1_000;

    /// <summary>How finely it is counted.</summary>
    public const int UnitsPerTarget = 1_024;

    /// <summary>
    /// How much more than it gave back a new member must itself have taken, in targets, to get nothing new while the credit of its cohort is used up. Who gave back more is not touched, whatever others did with the same
    /// attribute: of people a twentieth of whose targets are new to everyone one in 200,000 ever comes to that, under a bound of a quarter (exp(-theta x OwnPart), as above), and of those with a tenth one in 2,000.
    /// </summary>
    public const int OwnPart = 5;

    /// <summary>How long a member is new.</summary>
    public static TimeSpan NewFor { get; } = TimeSpan.FromHours(48);

    /// <summary>What a target gives back that others asked for, in units.</summary>
    /// <param name="bound">The most that an honest share of others may be. Under the whole one nothing is known, and nothing is given.</param>
    public static long EarnedBy(ShareBound bound) => bound.IsWhole ? 0 : UnitsPerTarget * bound.Index / (ShareBound.Steps - bound.Index);
}
