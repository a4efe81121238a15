using QuotaGrid.Contracts.Cohorts;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>A cohort of an identity, and what is known of it.</summary>
/// <param name="Cohort">The attribute and its value.</param>
/// <param name="Members">The identities that came with it this week, half of those of the week before, and so on.</param>
/// <param name="Convicted">Those of them that were convicted of sweeping.</param>
/// <param name="Credit">How many targets that are new to everyone its new members may still ask for together; at 0 or less those who took them get nothing new.</param>
public sealed record CohortBody(string Cohort, double Members, double Convicted, double Credit)
{
    internal static CohortBody From(CohortStatus status) => new(
        status.Cohort.ToString(), Math.Round(status.Totals.Members, 1), Math.Round(status.Totals.Convicted, 1), Math.Round(status.Totals.Credit, 1));
}
