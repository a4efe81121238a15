using System.Threading.RateLimiting;

namespace QuotaGrid.Load.Bench.Alternatives;

/// <summary>
/// System.Threading.RateLimiting with a token bucket for each identity, as the ASP.NET Core middleware would have it. It counts permits
/// and never sees a target, so it cannot tell a known one from a new one: every item costs every limit.
/// </summary>
public static class TokenBuckets
{
    /// <summary>One bucket for each identity.</summary>
    /// <param name="burst">Its permits.</param>
    public static PartitionedRateLimiter<string> One(int burst) =>
        PartitionedRateLimiter.Create<string, string>(identity => RateLimitPartition.GetTokenBucketLimiter(
            identity,
            _ => new TokenBucketRateLimiterOptions
            {
                // One token a day: a bucket that is full again is dropped as idle after ten seconds, and what is measured is one that is there.
                TokenLimit = burst,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromDays(1),
                QueueLimit = 0,
            }));

    /// <summary>Several buckets for each identity, chained: one for each limit of a policy.</summary>
    /// <param name="bursts">The permits of each; every item takes one of each.</param>
    public static PartitionedRateLimiter<string> Chained(params ReadOnlySpan<int> bursts)
    {
        var limiters = new PartitionedRateLimiter<string>[bursts.Length];
        for (var i = 0; i < limiters.Length; i++)
        {
            limiters[i] = One(bursts[i]);
        }

        return PartitionedRateLimiter.CreateChained(limiters);
    }

    /// <summary>Three chained buckets that are as large as the velocity limit of the scenario.</summary>
    public static PartitionedRateLimiter<string> ThreeChained() =>
        Chained(Scenario.VelocityQuota, Scenario.VelocityQuota, Scenario.VelocityQuota);
}
