namespace QuotaGrid.Contracts.Budgets;

/// <summary>The policies in force have no such budget: they were changed, and this silo has heard of it.</summary>
[GenerateSerializer, Alias("quotagrid.UnknownBudgetException")]
public sealed class UnknownBudgetException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="key">The budget.</param>
    public UnknownBudgetException(string key)
        : base($"The policies in force have no budget '{key}'.")
    {
    }
}
