using System.Runtime.InteropServices;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>A first-sync allowance that is earned: 1,000 at first and 5,000 after a week, one more every 151.2 s; 5,000 refill in 30 days, one in 518.4 s.</summary>
public sealed class FirstSyncTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Week = 7 * Day;
    private static readonly TimeSpan Growth = TimeSpan.FromSeconds(151.2);
    private static readonly Policy Whole = Some.Policy(Some.Novel(5_000, 30 * Day, 5_000));
    private static readonly Policy Earned = Some.Policy(Some.Novel(5_000, 30 * Day, 5_000) with { FirstSync = new FirstSync(1_000, Week) });

    [Fact]
    public void ANewIdentityGetsTheFirstBurstOnlyAndIsToldWhenTheNextPermitHasGrown()
    {
        var decision = Ask(Some.New(), Earned, 1, 5_000, Some.Start);

        Assert.Equal((Outcome.Partial, 1_000, "novel", Growth), (decision.Outcome, decision.Novel, decision.Limit, decision.RetryAfter));
        Assert.Equal((0L, Growth), (decision.Limits[0].Remaining, decision.Limits[0].ResetAfter));
    }

    // One target is asked for at first, whose permit has come back by then; of 1 ns less than half a week one permit less has grown.
    [Theory]
    [InlineData(0, 999)]
    [InlineData(302_399_999_999_999, 2_999)]
    [InlineData(302_400_000_000_000, 3_000)]
    [InlineData(604_799_999_999_999, 4_999)]
    [InlineData(604_800_000_000_000, 5_000)]
    [InlineData(6_048_000_000_000_000, 5_000)]
    public void AtHalfTheTimeHalfOfTheRestIsThereAndInTheEndAllOfIt(long nanos, int permits)
    {
        var state = Some.New();
        Ask(state, Earned, 1, 1, Some.Start);
        var then = new Instant(Some.Start.UnixNanos + nanos);

        Assert.Equal(permits, Assert.Single(state.Peek(Some.Lookup, Earned, then)).Remaining);
        Assert.Equal(permits, Ask(state, Earned, 10, 5_100, then).Novel);
    }

    [Fact]
    public void AWholeBatchWaitsForTheBurstThatItNeeds()
    {
        var denied = Some.New().Decide(Some.Lookup, Earned, Some.TargetsFrom(1, 2_000), Admission.Whole, Some.Start);
        var never = Some.New().Decide(Some.Lookup, Earned, Some.TargetsFrom(1, 5_001), Admission.Whole, Some.Start);

        Assert.Equal((Outcome.Denied, 1_000 * Growth), (denied.Outcome, denied.RetryAfter));
        Assert.Equal((Outcome.Denied, null), (never.Outcome, never.RetryAfter));
    }

    [Fact]
    public void ItGrowsFromTheFirstRequestAlsoWhenThatWasDeniedAndNotFromAPeek()
    {
        var (state, velocity) = (Some.New(), Some.Velocity(1, Day, 1));
        var both = Some.Policy([velocity, .. Earned.Limits]);

        Assert.Equal(1_000, state.Peek(Some.Lookup, both, Some.Start)[1].Remaining);
        Assert.Equal(TimeSpan.Zero, state.Peek(Some.Lookup, both, Some.Start)[1].ResetAfter);
        var first = Some.Start + (3 * Day);
        Assert.Equal(Outcome.Denied, state.Decide(Some.Lookup, both, Some.TargetsFrom(1, 2), Admission.Whole, first).Outcome);

        Assert.Equal((1_000L, Growth), Left(state, first));
        Assert.Equal((3_000L, Growth), Left(state, first + (Week / 2)));
        Assert.Equal((5_000L, TimeSpan.Zero), Left(state, first + Week));

        (long, TimeSpan) Left(CapabilityState state, Instant now) =>
            (state.Peek(Some.Lookup, both, now)[1].Remaining, state.Peek(Some.Lookup, both, now)[1].ResetAfter);
    }

    [Fact]
    public void AStoredIdentityGoesOnGrowing()
    {
        var state = Some.New();
        Ask(state, Earned, 1, 1_000, Some.Start);

        // Of the 1,000, 583.3 have come back in half a week.
        Assert.Equal(2_583, Some.Copy(state).Peek(Some.Lookup, Earned, Some.Start + (Week / 2))[0].Remaining);
        Assert.Equal(2_583, Ask(Some.Copy(state), Earned, 2_000, 5_000, Some.Start + (Week / 2)).Novel);
    }

    [Fact]
    public void APolicyThatAddsOrRemovesTheGrowthNeitherRefillsNorEmpties()
    {
        var state = Some.New();
        Ask(state, Whole, 1, 3_000, Some.Start);
        var stored = Some.Bytes(state).Length;
        for (var turn = 0; turn < 3; turn++)
        {
            Assert.Equal(0, state.Peek(Some.Lookup, Earned, Some.Start)[0].Remaining);
            Assert.Equal(2_000, state.Peek(Some.Lookup, Whole, Some.Start)[0].Remaining);
            state = Some.Copy(state);
        }

        Assert.Equal(stored, Some.Bytes(state).Length);
    }

    [Fact]
    public void WhoSpentMoreThanTheBurstOfAPolicyThatMakesItEarnedIsToldTheTrueWait()
    {
        var state = Some.New();
        Ask(state, Whole, 1, 3_000, Some.Start);

        var wait = Wait(state, Earned, Some.TargetsFrom(5_000, 1), Some.Start);

        // 3,000 are owed and one is wanted; the burst grows by 1 in 151.2 s, and 1 in 518.4 s comes back: what is wanting, 2,001, is there after 234,233.2 s and at most one step of the burst.
        Assert.InRange(wait, 234_233_000_000_000, 234_385_000_000_000);
        Assert.Equal(0, Admit(Some.Copy(state), Earned, Some.TargetsFrom(5_000, 1), new Instant(Some.Start.UnixNanos + wait - 1)).Allowed);
        Assert.Equal(1, Admit(Some.Copy(state), Earned, Some.TargetsFrom(5_000, 1), new Instant(Some.Start.UnixNanos + wait)).Allowed);
    }

    [Fact]
    public void AClockBeforeTheFirstRequestFindsTheFirstBurst()
    {
        var state = Some.New();
        Ask(state, Earned, 1, 1, Some.Start + Week);

        // The permit that was spent a week later has not come back yet, nor has what grew since.
        Assert.Equal(0, state.Peek(Some.Lookup, Earned, Some.Start)[0].Remaining);
        Assert.Equal(999, state.Peek(Some.Lookup, Earned, Some.Start + Week)[0].Remaining);
    }

    [Fact]
    public void ItHoldsPastWhatIsRememberedExactlyWithinTheStatedError()
    {
        var limit = Some.Novel(1_000, 30 * Day, 60_000) with { FirstSync = new FirstSync(30_000, Week) };
        var (state, random, targets, admitted) = (Some.New(), new Random(9), new Fingerprint[1_000], 0);
        for (var batch = 0; batch < 100; batch++)
        {
            random.NextBytes(MemoryMarshal.AsBytes(targets.AsSpan()));
            admitted += state.Decide(Some.Lookup, Some.Policy(limit), targets, Admission.Partial, Some.Start).Allowed.Count;
        }

        // Each of the 13,600 beyond the exact tier is counted with a weight of up to 20: 1.5 % in one standard error.
        Assert.False(state.IsExact);
        Assert.InRange(admitted, 30_000 * 0.94, 30_000 * 1.06);
    }

    private static Decision Ask(CapabilityState state, Policy policy, int first, int count, Instant now) =>
        state.Decide(Some.Lookup, policy, Some.TargetsFrom(first, count), Admission.Partial, now);

    private static Verdict Admit(CapabilityState state, Policy policy, Fingerprint[] targets, Instant now) =>
        state.Admit(Some.Lookup, policy, targets, Admission.Whole, now, new ulong[ItemSet.WordsFor(targets.Length)]);

    private static long Wait(CapabilityState state, Policy policy, Fingerprint[] targets, Instant now)
    {
        var verdict = Admit(Some.Copy(state), policy, targets, now);
        Assert.Equal(0, verdict.Allowed);
        return verdict.RetryAfterNanos;
    }
}
