namespace QuotaGrid.Contracts.Budgets;

/// <summary>A budget that pays for a request as well was not to be had in time. Nothing was charged. That is no denial.</summary>
[GenerateSerializer, Alias("quotagrid.BudgetUnavailableException")]
public sealed class BudgetUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="key">The budget.</param>
    public BudgetUnavailableException(string key)
        : base($"The budget '{key}' could not be asked in time.")
    {
    }
}
