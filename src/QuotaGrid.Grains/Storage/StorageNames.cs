namespace QuotaGrid.Grains.Storage;

/// <summary>The names under which grains are stored. They are part of the stored format.</summary>
public static class StorageNames
{
    /// <summary>The grain storage provider that every silo must register.</summary>
    public const string Provider = "quotagrid";

    // A row's key is the state's name and the grain's key, without the grain's type: each grain type needs a name of its own.

    /// <summary>The name of an identity's state.</summary>
    internal const string Identity = "identity";

    /// <summary>The name of a budget's state.</summary>
    internal const string Budget = "budget";

    /// <summary>The name of a region's state.</summary>
    internal const string Region = "region";

    /// <summary>The name of the state of what is usual.</summary>
    internal const string Baseline = "baseline";

    /// <summary>The name of the state of campaigns.</summary>
    internal const string Sentinel = "sentinel";

    /// <summary>The name of a cohort's state.</summary>
    internal const string Cohort = "cohort";

    /// <summary>The name of the policies' state.</summary>
    internal const string Policies = "policies";
}
