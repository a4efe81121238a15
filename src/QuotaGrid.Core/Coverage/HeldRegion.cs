namespace QuotaGrid.Core.Coverage;

/// <summary>A region as a silo has it. Whoever looks into it says when, and only the writer changes the rest.</summary>
internal sealed class HeldRegion(CoverageWindow window)
{
    /// <summary>What is marked.</summary>
    public readonly RegionCoverage Coverage = new(window);

    /// <summary>How much of the region this is.</summary>
    public RegionPosition Position;

    /// <summary>Whether it was ever all of the region, so that what is not marked was not asked for.</summary>
    public volatile bool Whole;

    /// <summary>When somebody looked last, in seconds since 1970.</summary>
    public long UsedAt;

    /// <summary>The memory that was counted for it, in bytes.</summary>
    public long Bytes;
}
