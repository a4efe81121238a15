namespace QuotaGrid.Core.Coverage;

/// <summary>Whether anybody asked for a target.</summary>
public enum PlaceCoverage
{
    /// <summary>It is not known here, which is evidence of nothing.</summary>
    Unknown = 0,

    /// <summary>Nobody did, in this window or the one before.</summary>
    New = 1,

    /// <summary>Somebody did in the window before and nobody in this one, so it is to be marked again.</summary>
    AskedEarlier = 2,

    /// <summary>Somebody did in this window.</summary>
    Asked = 3,
}
