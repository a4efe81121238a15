namespace QuotaGrid.Load.Simulation;

/// <summary>The kind of policy that a run is under.</summary>
public enum PolicyShape
{
    /// <summary>A velocity limit that charges items.</summary>
    Items = 0,

    /// <summary>A velocity limit that charges requests.</summary>
    Requests = 1,

    /// <summary>A novel limit that hardly refills.</summary>
    Novel = 2,

    /// <summary>A velocity limit of items and a novel limit.</summary>
    ItemsAndNovel = 3,

    /// <summary>A limit that is too small for leases.</summary>
    Small = 4,

    /// <summary>A thousand permits a second, for which there is no ceiling.</summary>
    Fast = 5,
}
