using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Tests.Targets;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>
/// An identity that outgrows exact memory while its limits are at work: what it is let in to in sum, what it is told, and that it is never told to wait in vain.
/// </summary>
public sealed class SketchGrowthTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly CapabilityDefinition Monthly = Some.Lookup with { Horizon = TimeSpan.FromDays(30) };

    [Theory]
    [InlineData(1, Admission.Partial)]
    [InlineData(2, Admission.Partial)]
    [InlineData(3, Admission.Whole)]
    public void FromTenToSixtyThousandOverDaysItIsLetInToWhatItsLimitNames(int seed, Admission admission)
    {
        // 10,000 at once and 2,500 a day: 60,000 after 20 days, within the horizon. A distinct limit that is never reached goes along.
        var policy = Some.Policy(Some.Novel(2_500, Day, 10_000), Some.Distinct(90_000, 30 * Day));
        var (state, now, next, admitted) = (new CapabilityState(Monthly.Horizon), Some.Start, 1, 0);
        var random = new Random(seed);
        while (now < Some.Start + (20 * Day))
        {
            // What was denied as a whole is asked for again as it was.
            var decision = state.Decide(Monthly, policy, UniformTargets.From(next, 100), admission, now);
            next += admission == Admission.Partial || decision.Outcome == Outcome.Allowed ? 100 : 0;
            admitted += decision.Allowed.Count;
            now += decision.Outcome == Outcome.Allowed ? TimeSpan.FromSeconds(random.Next(60)) : decision.RetryAfter!.Value;
        }

        // 1.6 % in one standard error for what is beyond 16,384, and of each request at most a weight and a batch is left.
        Assert.False(state.IsExact);
        Assert.InRange(admitted, 60_000 * 0.92, 60_000 * 1.07);
        Assert.InRange(state.KnownTargets(now), admitted * 0.93, admitted * 1.07);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public void WhoWaitsAsLongAsToldIsLetInToSomethingAndWhoDoesNotIsNot(int seed)
    {
        var random = new Random(seed);
        var policy = Some.Policy(
            Some.Novel(random.Next(2_000, 8_000), Day, random.Next(9_000, 14_000)),
            Some.Distinct(random.Next(17_000, 20_000), 9 * Day),
            Some.Velocity(40_000, Day, 5_000));
        var (state, now, waits, next, sketches) = (Some.New(), Some.Start, 0, 1, 0);
        for (var request = 0; request < 1_500; request++)
        {
            // New ones, and some that were asked for lately.
            var batch = UniformTargets.Of(Enumerable.Range(0, random.Next(1, 120)).Select(_ =>
                (uint)(random.Next(3) > 0 ? next++ : Math.Max(1, next - random.Next(1, 3_000)))));
            var decision = state.Decide(Some.Lookup, policy, batch, Admission.Partial, now);
            sketches += state.IsExact ? 0 : 1;
            if (decision.RetryAfter is not { } wait)
            {
                Assert.Equal(Outcome.Allowed, decision.Outcome);
                now += new TimeSpan(random.NextInt64(TimeSpan.TicksPerMinute));
                continue;
            }

            // Before then it is denied again. There may be nothing to wait for, when after the batch a sketch's estimate is less than the sum of what was paid.
            waits++;
            var denied = batch.Where((_, i) => !decision.Allowed[i]).ToArray();
            var early = Some.Copy(state).Decide(Some.Lookup, policy, denied, Admission.Partial, now + (wait / 2));
            Assert.True(wait == TimeSpan.Zero || early.Outcome == Outcome.Denied || !state.IsExact, $"Seed {seed}, request {request}: {wait} was too long.");
            now += wait;
            var again = state.Decide(Some.Lookup, policy, denied, Admission.Partial, now);
            Assert.True(again.Allowed.Count > 0, $"Seed {seed}, request {request}, exact {state.IsExact}: {again.Limit} denies after {wait}.");
            now += random.Next(10) == 0 ? new TimeSpan(random.NextInt64(Day.Ticks / 2)) : TimeSpan.Zero;
        }

        Assert.True(waits > 50 && sketches > 100, $"Seed {seed}: {waits} waits and {sketches} sketches test too little.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void TheRequestThatMakesMemoryASketchIsToldTheTruthToo(int left)
    {
        // Exact to the last place; then more new ones than there are places or permits.
        var policy = Some.Policy(Some.Novel(24, Day, TargetMemory.ExactCapacity + left));
        var state = Some.New();
        foreach (var batch in UniformTargets.From(1, TargetMemory.ExactCapacity).Chunk(1_024))
        {
            Assert.Equal(Outcome.Allowed, state.Decide(Some.Lookup, policy, batch, Admission.Whole, Some.Start).Outcome);
        }

        Assert.True(state.IsExact);
        var more = UniformTargets.From(20_000, left + 20);
        var decision = state.Decide(Some.Lookup, policy, more, Admission.Partial, Some.Start);
        Assert.Equal((left, false), (decision.Allowed.Count, state.IsExact));

        var later = state.Decide(Some.Lookup, policy, more.AsSpan(left), Admission.Partial, Some.Start + decision.RetryAfter!.Value);
        Assert.InRange(later.Allowed.Count, 1, 20);
    }

    [Fact]
    public void WhileALimitIsExhaustedNothingPassesAtAnyAgeOfTheSketch()
    {
        var policy = Some.Policy(Some.Novel(1_000, TimeSpan.FromDays(366), 30_000));
        var (state, next, now) = (Some.New(), 1, Some.Start);
        for (var request = 0; request < 400; request++)
        {
            // 60 batches a day at first; then denied, as the days go on, until the first ones expire.
            var decision = state.Decide(Some.Lookup, policy, UniformTargets.From(next, 150), Admission.Partial, now);
            next += 150;
            now += TimeSpan.FromMinutes(24);
            if (decision.Outcome == Outcome.Denied)
            {
                Assert.Equal(0, decision.Novel);
                var known = state.KnownTargets(now);
                var (old, fresh) = (UniformTargets.From(1, 200), UniformTargets.From(next + 100_000, 200));
                foreach (var target in (Fingerprint[])[.. old, .. fresh])
                {
                    Assert.Equal(Outcome.Denied, state.Decide(Some.Lookup, policy, [target], Admission.Partial, now).Outcome);
                    Assert.Equal(Outcome.Denied, state.Decide(Some.Lookup, policy, [target], Admission.Whole, now).Outcome);
                }

                Assert.Equal(known, state.KnownTargets(now));
            }
        }

        Assert.False(state.IsExact);
    }
}
