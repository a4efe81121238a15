using System.Collections.Immutable;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>
/// Proves that the targets which an identity can learn under a policy fit into exact target memory. A target is remembered for the
/// horizon and at most one bucket more, h' = horizon x (1 + 1/<see cref="PolicyBounds.HorizonBuckets"/>). Within h', a novel
/// limit lets in at most burst + quota x h' / period targets (GCRA), and a distinct limit at most quota in each of the
/// ceil(h' / window) windows that cover it. All limits must allow a target, so the smallest of these holds.
/// </summary>
internal static class LearningBound
{
    /// <summary>Reports a policy that lets an identity learn more than <see cref="PolicyBounds.MaxKnownTargets"/>.</summary>
    /// <param name="path">The JSON path of the policy's limits.</param>
    /// <param name="limits">The policy's limits. Nothing is proved while one of them has a problem.</param>
    /// <param name="capability">The policy's capability, or null when it is not known.</param>
    /// <param name="problems">Where problems go.</param>
    public static void Check(string path, ImmutableArray<LimitDraft> limits, CapabilityDraft? capability, ProblemList problems)
    {
        if (capability?.Horizon is not { } horizon || !limits.All(limit => limit.IsComplete) || !limits.Any(limit => limit.BoundsLearning))
        {
            return;
        }

        var (tightest, most) = limits
            .Where(limit => limit.BoundsLearning)
            .Select(limit => (Limit: limit, Most: CountLearnable(limit.ToLimit(), horizon)))
            .MinBy(bound => bound.Most);
        if (most > PolicyBounds.MaxKnownTargets)
        {
            var values = tightest.Kind == LimitKind.Novel ? "quota or burst" : "quota";
            problems.Add(
                path,
                $"The limits let an identity learn '{most}' targets within the horizon of '{DurationText.Format(horizon)}', "
                + $"and its memory holds {PolicyBounds.MaxKnownTargets}.",
                $"Lower the {values} of '{tightest.Name}', or shorten the horizon of '{capability.Name}'.");
        }
    }

    /// <summary>The most targets that one limit lets an identity learn within h'.</summary>
    public static Int128 CountLearnable(Limit limit, TimeSpan horizon)
    {
        // Both sides times the buckets, so that h' stays a whole number of ticks. 90 days x 10^9 x 241 takes 75 bits.
        Int128 remembered = (Int128)horizon.Ticks * (PolicyBounds.HorizonBuckets + 1);
        Int128 period = (Int128)limit.Period.Ticks * PolicyBounds.HorizonBuckets;
        return limit.Kind == LimitKind.Novel
            ? limit.Burst + (limit.Quota * remembered / period)
            : limit.Quota * ((remembered + period - 1) / period);
    }
}
