namespace QuotaGrid.Core.Decisions;

/// <summary>What a decision came to.</summary>
public enum Outcome
{
    /// <summary>Every item may be looked up.</summary>
    Allowed = 1,

    /// <summary>Some items may be looked up.</summary>
    Partial = 2,

    /// <summary>No item may be looked up.</summary>
    Denied = 3,
}
