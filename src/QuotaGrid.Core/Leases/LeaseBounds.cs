namespace QuotaGrid.Core.Leases;

/// <summary>The bounds of leases.</summary>
public static class LeaseBounds
{
    /// <summary>The most holders that an identity lends to at a time with one capability. Others are answered strictly.</summary>
    public const int MaxHolders = 256;

    /// <summary>The most leases that one holder has out, those among them whose return has not arrived.</summary>
    public const int MaxLeasesOut = 32;

    /// <summary>The most admitted targets that a holder keeps until they are durable, and that one report carries.</summary>
    public const int MaxLoggedTargets = 1024;

    /// <summary>The most targets that a holder recognises by itself.</summary>
    public const int MaxRecentTargets = 1024;

    /// <summary>The fewest permits that a limit has left for a lease: under that every request is decided strictly.</summary>
    public const int FewestToLend = 16;

    /// <summary>The most holders whose counts are stored.</summary>
    public const int MaxStoredCounts = 16;
}
