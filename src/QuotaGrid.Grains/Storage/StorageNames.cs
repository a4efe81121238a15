namespace QuotaGrid.Grains.Storage;

/// <summary>The name of the grain storage provider that every silo must register.</summary>
public static class StorageNames
{
    /// <summary>The provider's name.</summary>
    public const string Provider = "quotagrid";

    /// <summary>The name of a grain's one piece of state.</summary>
    internal const string State = "state";
}
