namespace QuotaGrid.Core.Campaigns;

/// <summary>
/// Whether chance explains that so many of the convicted share a cohort. Chernoff's bound on the tail of the binomial distribution (1952): of n identities that have it with probability p each, k or more have it with a
/// probability of at most exp(-n KL(k/n || p)).
/// </summary>
internal static class Coincidence
{
    /// <summary>How improbable it has to be: so seldom does chance alone make a campaign of a cohort.</summary>
    public const double Alpha = 1e-6;

    /// <summary>The share of all identities over which a cohort says nothing, whatever the convicted share: too many innocent ones have it.</summary>
    public const double MostShare = 0.05;

    private static readonly double Needed = -Math.Log(Alpha);

    /// <summary>Whether chance does not explain it.</summary>
    /// <param name="sharing">How many share the cohort, 1 to <paramref name="all"/>.</param>
    /// <param name="all">Of how many.</param>
    /// <param name="share">The cohort's share of all identities, over 0 to 1.</param>
    public static bool IsExcluded(int sharing, int all, double share)
    {
        var seen = (double)sharing / all;
        if (share > MostShare || seen <= share)
        {
            return false;
        }

        var others = 1 - seen;
        var divergence = (seen * Math.Log(seen / share)) + (others > 0 ? others * Math.Log(others / (1 - share)) : 0);
        return all * divergence >= Needed;
    }
}
