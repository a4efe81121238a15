using QuotaGrid.Contracts.Budgets;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>Where a budget stands.</summary>
/// <param name="Budget">Whose it is: <c>capability:</c> or <c>tenant:</c>, and the name.</param>
/// <param name="PolicyVersion">The version of the policy set in force.</param>
/// <param name="Limits">Where each limit stands; what silos hold of it counts as spent.</param>
/// <param name="Silos">How many silos hold some of it, or did a short while ago.</param>
public sealed record BudgetBody(string Budget, long PolicyVersion, LimitBody[] Limits, int Silos)
{
    internal static BudgetBody From(BudgetReport report) => new(report.Key, report.PolicyVersion, [.. report.Limits.Select(LimitBody.From)], report.Silos);
}
