namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>The defences that take the exam.</summary>
public static class DefenceKinds
{
    /// <summary>The name of QuotaGrid, whose figures have gates.</summary>
    public const string QuotaGrid = "quotagrid";

    /// <summary>All of them, QuotaGrid first.</summary>
    public static IReadOnlyList<DefenceKind> All { get; } =
    [
        new(QuotaGrid, "QuotaGrid", "deploy/policies/contacts-detection.json, its detection enforced, decided by QuotaGrid.Core", true, static (world, identities) => new QuotaGridDetection(world, identities)),
        new("limits", "QuotaGrid's limits alone", "deploy/policies/contacts-default.json, decided by QuotaGrid.Core", false, static (world, identities) => new QuotaGridLimits(world.Seed, identities)),
        new("identitybucket", "token bucket per identity", "RFC 2697's bucket, 20,000 items refilled in 4 h, as QuotaGrid's items-4h has it", false, static (_, identities) => new IdentityBuckets(identities)),
        new("addressbucket", "token bucket per address", "the same for each network address, as a reverse proxy has it", false, static (_, identities) => new AddressBuckets(identities)),
        new("dailysketch", "daily HyperLogLog limiter", "Signal-Server 2021, CardinalityRateLimiter: PFADD, and when it changed anything PFCOUNT against the limit, here 5,000 a day", false, static (world, identities) => new DailySketches(world.Seed, identities)),
        new("newnumbers", "50,000 new numbers, 6 an hour", "Signal's contact discovery service: a bucket of numbers that the client's token does not cover", false, static (_, identities) => new NewNumberBuckets(identities)),
        new("incremental", "20,000 per 10 days and 20,000 a day", "Hagen et al., All the Numbers are US, NDSS 2021: full and incremental discovery", false, static (_, identities) => new IncrementalQuotas(identities)),
    ];
}
