using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>
/// What is kept of a window from one decision to the next never drifts from what is counted anew: 450,000 decisions with other plans, other horizons, buckets
/// that pass, bases that move, and clocks that go back.
/// </summary>
public sealed class CountedWindowTests
{
    private const int Decisions = 75_000;
    private const long Bucket = 3_600 * Instant.NanosPerSecond;

    private static readonly CapabilityDefinition Shorter = Some.Lookup with { Horizon = TimeSpan.FromHours(100) };

    private static readonly Policy[] Plans =
    [
        Some.Policy(Window("a", 60, 30), Window("b", 5_000, 100), Window("c", 40, 1), Some.Velocity(100_000, TimeSpan.FromHours(1), 5_000)),
        Some.Policy(Window("b", 5_000, 100), Some.Novel(100_000, TimeSpan.FromHours(240), 100_000), Window("a", 200, 30)),
        Some.Policy(Some.Velocity(100_000, TimeSpan.FromHours(1), 5_000)),
        Some.Policy(Window("b", 5_000, 100), Some.Novel(300, TimeSpan.FromHours(10), 50), Some.Velocity(500, TimeSpan.FromHours(1), 60)),
    ];

    [Theory]
    [InlineData(1, 100, 1, false)]
    [InlineData(2, 100, 20, false)]
    [InlineData(3, 3_000, 3, false)]
    [InlineData(4, 100, 2, true)]
    [InlineData(5, 3_000, 40, true)]
    [InlineData(6, 400, 1, true)]
    public void WhatIsLeftOfADistinctLimitIsWhatCountingAnewSays(int seed, int numbers, int largestBatch, bool goesBack)
    {
        var (random, state, now) = (new Random(seed), Some.New(), Some.Start.UnixNanos);
        var (definition, policy, compared, admitted) = (Some.Lookup, Plans[0], 0, 0L);
        for (var i = 0; i < Decisions; i++)
        {
            now += Advance(random, goesBack);
            policy = random.Next(40) == 0 ? Plans[random.Next(Plans.Length)] : policy;
            definition = random.Next(400) == 0 ? (random.Next(2) == 0 ? Shorter : Some.Lookup) : definition;
            var batch = UniformTargets.Of(Enumerable.Range(0, random.Next(1, largestBatch + 1)).Select(_ => (uint)random.Next(1, numbers)));
            var copy = i % 8 == 0 ? Some.Copy(state) : null;
            var admission = random.Next(3) == 0 ? Admission.Whole : Admission.Partial;
            var decision = state.Decide(definition, policy, batch, admission, new Instant(now));
            admitted += decision.Allowed.Count;
            AssertCounts(state, definition, policy, decision, now);
            if (copy is not null)
            {
                var other = copy.Decide(definition, policy, batch, admission, new Instant(now));
                Assert.Equal(decision.Allowed, other.Allowed);
                Assert.Equal(decision.Limits.Select(limit => limit.Remaining), other.Limits.Select(limit => limit.Remaining));

                // A clock that went back may be before all that was stored: then it counts as of the first bucket that was.
                Assert.True(goesBack || decision.Limits.SequenceEqual(other.Limits));
                Assert.True(goesBack || decision.RetryAfter == other.RetryAfter);
                Assert.Equal(decision.Limits, Some.Copy(state).Peek(definition, policy, new Instant(now)));
                compared++;
            }
        }

        Assert.InRange(compared, Decisions / 8, Decisions);
        Assert.True(admitted > Decisions / 4);
    }

    /// <summary>A window of the shorter horizon is counted anew by another way under that horizon.</summary>
    private static void AssertCounts(CapabilityState state, CapabilityDefinition definition, Policy policy, Decision decision, long now)
    {
        if (definition == Shorter && policy.Limits.FirstOrDefault(limit => limit.Name == "b") is { } limit)
        {
            var left = limit.Quota - state.KnownTargets(new Instant(now));
            Assert.Equal(Math.Max(0, left), decision.Limits[policy.Limits.IndexOf(limit)].Remaining);
        }
    }

    private static Limit Window(string name, int quota, int hours) => Some.Distinct(quota, TimeSpan.FromHours(hours)) with { Name = name };

    private static long Advance(Random random, bool goesBack) => random.Next(1_000) switch
    {
        < 400 => 0,
        < 800 => random.NextInt64(Bucket / 50),
        < 900 => random.NextInt64(Bucket),
        < 970 => random.NextInt64(4 * Bucket),
        < 980 => Bucket,
        < 990 => goesBack ? -random.NextInt64(20 * Bucket) : 0,
        < 998 => random.NextInt64(40 * Bucket),
        _ => random.Next(4) == 0 ? random.NextInt64(600 * Bucket) : 0,
    };
}
