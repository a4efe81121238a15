namespace QuotaGrid.Load.Bench;

/// <summary>What is timed, and by which contenders: the parts of the figures' names.</summary>
public static class RaceName
{
    /// <summary>One known target of one identity, over and over.</summary>
    public const string SingleHot = "single.hot";

    /// <summary>One known target of identities in random order.</summary>
    public const string SingleCold = "single.cold";

    /// <summary>A batch of known targets of one identity, over and over.</summary>
    public const string BatchKnown = "batch.known";

    /// <summary>The same, 48 hours apart, so that every target's time is new each time.</summary>
    public const string BatchResync = "batch.resync";

    /// <summary>A batch of known targets of identities in random order.</summary>
    public const string BatchCold = "batch.cold";

    /// <summary>The first batch of an identity.</summary>
    public const string BatchNew = "batch.new";

    /// <summary>A batch of new targets of an identity that knows about 10,000.</summary>
    public const string BatchLarge = "batch.large";

    /// <summary>Parts of a decision.</summary>
    public const string Part = "part";

    /// <summary>The core, with the state at hand.</summary>
    public const string Own = "quotagrid";

    /// <summary>The core, with what several requests need brought into the cache together.</summary>
    public const string Prefetched = "prefetched";

    /// <summary>The core behind a map and a lock: what alternatives are compared with.</summary>
    public const string Keyed = "keyed";

    /// <summary>The dictionary alternative.</summary>
    public const string Dictionary = "dictionary";

    /// <summary>A token bucket for each identity.</summary>
    public const string TokenBucket = "tokenbucket";

    /// <summary>Three chained token buckets for each identity.</summary>
    public const string Chained = "chained";

    /// <summary>GCRA alone.</summary>
    public const string Gcra = "gcra";

    /// <summary>A fingerprint alone.</summary>
    public const string Fingerprint = "fingerprint";
}
