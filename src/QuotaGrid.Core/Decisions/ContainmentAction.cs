namespace QuotaGrid.Core.Decisions;

/// <summary>What is done about an identity beyond its limits, the harder the higher. Values and words do not change.</summary>
public enum ContainmentAction
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Nothing new: targets that it does not know are denied; what it knows costs nothing and passes. JSON: <c>tighten</c>.</summary>
    Tighten = 1,

    /// <summary>The same, and the client is told to prove itself; passing that ends it. JSON: <c>challenge</c>.</summary>
    Challenge = 2,

    /// <summary>Everything is denied. JSON: <c>block</c>.</summary>
    Block = 3,
}
