using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Policies;

/// <summary>
/// How many targets an identity can learn under a policy, and so whether everything is provably decided exactly. A target is remembered for the
/// horizon and at most one bucket more, h' = horizon x (1 + 1/<see cref="PolicyBounds.HorizonBuckets"/>). Within h', a novel
/// limit lets in at most burst + quota x h' / period targets (GCRA), and a distinct limit at most quota in each of the
/// ceil(h' / window) windows that cover it. All limits must allow a target, so the smallest of these holds.
/// </summary>
/// <remarks>
/// It holds for who is under the one policy for all of h': what was learned under another plan or an earlier policy stays known beside it. Past
/// <see cref="TargetMemory.ExactCapacity"/> targets are charged by estimate, and the bound holds in expectation.
/// </remarks>
public static class LearningBound
{
    /// <summary>The most targets that an identity can know at one time under a policy, or null when the policy remembers no targets.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="horizon">The horizon of its capability.</param>
    public static Int128? CountLearnable(Policy policy, TimeSpan horizon)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Int128? least = null;
        foreach (var limit in policy.Limits)
        {
            if (limit.Kind is LimitKind.Novel or LimitKind.Distinct)
            {
                var most = CountLearnable(limit, horizon);
                least = least < most ? least : most;
            }
        }

        return least;
    }

    /// <summary>Whether nothing is ever decided by estimate under a policy, because target memory holds all that can be learned.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="horizon">The horizon of its capability.</param>
    public static bool IsExact(Policy policy, TimeSpan horizon) => (CountLearnable(policy, horizon) ?? 0) <= TargetMemory.ExactCapacity;

    private static Int128 CountLearnable(Limit limit, TimeSpan horizon)
    {
        // Both sides times the buckets, so that h' stays a whole number of ticks. 90 days x 10^9 x 241 takes 75 bits.
        Int128 remembered = (Int128)horizon.Ticks * (PolicyBounds.HorizonBuckets + 1);
        Int128 period = (Int128)limit.Period.Ticks * PolicyBounds.HorizonBuckets;
        return limit.Kind == LimitKind.Novel
            ? limit.Burst + (limit.Quota * remembered / period)
            : limit.Quota * ((remembered + period - 1) / period);
    }
}
