using System.Threading.RateLimiting;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Bench.Subjects;

/// <summary>
/// System.Threading.RateLimiting, asked for one permit an item, because a batch may be admitted in part. A batch that is taken whole or not at
/// all would be a single call, and cost as much as one item.
/// </summary>
/// <param name="limiter">The limiter.</param>
public readonly struct TokenBucketSubject(PartitionedRateLimiter<string> limiter) : ISubject
{
    /// <inheritdoc />
    public int Admit(int identity, string key, ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        var admitted = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            using var lease = limiter.AttemptAcquire(key);
            admitted += lease.IsAcquired ? 1 : 0;
        }

        return admitted;
    }
}
