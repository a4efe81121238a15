using System.Globalization;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Host.Commands;

/// <summary>Says of a budget whose it is and how much it lets through.</summary>
internal static class BudgetLine
{
    /// <summary>A line about a budget.</summary>
    public static string Describe(Budget budget)
    {
        var whose = budget switch
        {
            { Capability: { } capability } => $"{capability}, all identities together",
            { Tenant: { } tenant } => $"tenant '{tenant}', all its identities together",
            _ => "each other tenant, all its identities together",
        };
        return $"{whose}: {string.Join("; ", budget.Limits.Select(Describe))}.";
    }

    private static string Describe(Limit limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"{limit.Name}, {limit.Quota:N0} {(limit.Unit == LimitUnit.Items ? "items" : "requests")} per {DurationText.Format(limit.Period)}, at most {limit.Burst:N0} at once");
}
