namespace QuotaGrid.Core.Cohorts;

/// <summary>
/// How much likelier the members of a cohort are to sweep than anybody else, by how many of them were convicted. Pure; what is counted, and of whom, is for the caller to see to.
/// </summary>
/// <remarks>
/// <para>
/// An identity is convicted when its e-value times its weight reaches 1/alpha. Weights that do not look at the e-value that they are for, and that add up to at most as many as there are honest identities, keep the
/// expected number of false alarms at alpha for each identity (Genovese, Roeder and Wasserman, Biometrika 93, 2006; Ignatiadis, Wang and Ramdas, Management Science, 2024). The weight here is
/// (1 - <see cref="Share"/>) + <see cref="Share"/> x the mean over the policy's kinds of cohort of the lift of the identity's cohort, where lift = (k / n) / (K / N): k convicted of n members of the cohort, K
/// of all N. Everybody has at most one cohort of a kind, so over all its members the lifts of a kind add up to sum(n x k/n x N/K) = N at most, however many cohorts there are and however they are cut:
/// nobody has to know how many are suspect at a time, and what one cohort has others have not. Taking less than k/n, or nothing, only lowers it.
/// </para>
/// <para>
/// So a cohort cannot have both many members and much weight: at most Share x N / n each. And it has none before it is plain that a good part of its members sweep (<see cref="LeastShare"/>): the
/// shared address of an operator and the newest phone's fingerprint are not held against anybody because of the puppets behind them.
/// </para>
/// <para>An identity's own conviction is counted after it was made. Over the years several campaigns add up: each may have its Share of alpha x N.</para>
/// </remarks>
public static class PriorShift
{
    /// <summary>The part of the permitted false alarms that cohorts are given; who is in none needs 1 / (1 - Share) times the evidence, 0.29 nats more.</summary>
    public const double Share = 0.25;

    /// <summary>The share of a cohort's members that must be convicted, at least and beyond chance, before anything is held against the others.</summary>
    public const double LeastShare = 0.05;

    /// <summary>How many must be convicted for that.</summary>
    public const int LeastConvicted = 3;

    // One-sided, 2.3 %.
    private const double Deviations = 2;

    private static readonly double LogWeightWithout = Math.Log(1 - Share);

    /// <summary>
    /// The share of a cohort that sweeps, at least: the lower end of Wilson's interval (JASA 22, 1927) at two standard deviations. 0 when too few were convicted, or when it is under <see cref="LeastShare"/>.
    /// </summary>
    public static double LeastShareOf(in CohortTotals totals)
    {
        var (n, k) = (Math.Max(totals.Members, totals.Convicted), totals.Convicted);
        if (k < LeastConvicted)
        {
            return 0;
        }

        const double squared = Deviations * Deviations;
        var p = k / n;
        var least = (p + (squared / (2 * n)) - (Deviations * Math.Sqrt((p * (1 - p) / n) + (squared / (4 * n * n))))) / (1 + (squared / n));
        return least >= LeastShare ? least : 0;
    }

    /// <summary>How many times likelier a member sweeps than anybody else.</summary>
    /// <param name="leastShare">The <see cref="LeastShareOf"/> its cohort.</param>
    /// <param name="totals">Of its cohort.</param>
    /// <param name="everybody">Of everybody.</param>
    public static double LiftOf(double leastShare, in CohortTotals totals, in CohortTotals everybody) =>
        leastShare == 0 ? 0 : leastShare * Math.Max(everybody.Members, totals.Members) / Math.Max(everybody.Convicted, totals.Convicted);

    /// <summary>The natural logarithm of the weight of an identity.</summary>
    /// <param name="lifts">The sum of the lifts of its cohorts.</param>
    /// <param name="kinds">How many kinds of cohort the policy names; 0 when nobody is weighed.</param>
    public static double LogWeight(double lifts, int kinds) => kinds == 0 ? 0 : lifts == 0 ? LogWeightWithout : Math.Log(1 - Share + (Share * lifts / kinds));
}
