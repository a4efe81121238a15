namespace QuotaGrid.Core.Decisions;

/// <summary>What is done about an identity beyond its limits.</summary>
public enum ContainmentAction
{
    /// <summary>Nothing.</summary>
    None = 0,
}
