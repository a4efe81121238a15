using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>Limits of identities that ask for more targets than are remembered exactly: charged in sum, and never passed by what only looks known.</summary>
public sealed class SketchDecisionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(1, Admission.Partial)]
    [InlineData(2, Admission.Partial)]
    [InlineData(3, Admission.Whole)]
    [InlineData(4, Admission.Whole)]
    public void ANovelLimitLetsInAsManyNewTargetsAsItHasPermitsWithinTheStatedError(int seed, Admission admission)
    {
        var (random, state, policy) = (new Random(seed), Some.New(), Some.Policy(Some.Novel(1_000, TimeSpan.FromDays(366), 60_000)));
        var admitted = AskUntilDenied(state, policy, admission, random, most: 200_000);

        // Each of the 44,000 beyond the exact tier is counted with a weight of up to 40: 1.6 % in one standard error.
        Assert.InRange(admitted, 60_000 * 0.93, 60_000 * 1.07);
    }

    [Fact]
    public void ADistinctLimitLetsInAsManyTargetsAsItNamesWithinTheStatedError()
    {
        var (random, state, policy) = (new Random(5), Some.New(), Some.Policy(Some.Distinct(40_000, Day)));
        var admitted = AskUntilDenied(state, policy, Admission.Partial, random, most: 200_000);
        Assert.InRange(admitted, 40_000 * 0.92, 40_000 * 1.08);

        var denied = state.Decide(Some.Lookup, policy, Fresh(random, 1), Admission.Partial, Some.Start);
        Assert.Equal((Outcome.Denied, TimeSpan.FromHours(25)), (denied.Outcome, denied.RetryAfter));
        var later = state.Decide(Some.Lookup, policy, Fresh(random, 1), Admission.Partial, Some.Start + denied.RetryAfter!.Value);
        Assert.Equal(Outcome.Allowed, later.Outcome);
    }

    [Fact]
    public void WhileALimitIsExhaustedNothingThatOnlyLooksKnownPasses()
    {
        var (random, state, policy) = (new Random(6), Some.New(), Some.Policy(Some.Novel(1_000, TimeSpan.FromDays(366), 30_000)));
        AskUntilDenied(state, policy, Admission.Partial, random, most: 100_000);

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(0, state.Decide(Some.Lookup, policy, Fresh(random, 1_000), Admission.Partial, Some.Start).Allowed.Count);
        }
    }

    [Fact]
    public void AskingAgainForTwentyThousandTargetsIsFreeWhileTheLimitIsNotExhausted()
    {
        var (random, state, policy) = (new Random(7), Some.New(), Some.Policy(Some.Novel(1_000, TimeSpan.FromDays(366), 30_000)));
        var book = Fresh(random, 20_000);
        Assert.Equal(20_000, state.Decide(Some.Lookup, policy, book, Admission.Partial, Some.Start).Allowed.Count);
        Assert.False(state.IsExact);

        for (var day = 1; day < 40; day += 2)
        {
            var again = state.Decide(Some.Lookup, policy, book, Admission.Partial, Some.Start + TimeSpan.FromHours(47 * day));
            Assert.Equal((Outcome.Allowed, 0), (again.Outcome, again.Novel));
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(240)]
    public void AskingForOneWholeBatchAfterTheOtherDoesNotFindThoseThatCostLittle(int items)
    {
        var (random, state, policy) = (new Random(9), Some.New(), Some.Policy(Some.Novel(2_500, Day, 60_000)));
        AskUntilDenied(state, policy, Admission.Partial, random, most: 200_000);

        var admitted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var at = Some.Start + (i * (2 * Day / 20_000));
            admitted += state.Decide(Some.Lookup, policy, Fresh(random, items), Admission.Whole, at).Allowed.Count;
        }

        // 5,000 permits come in two days; a weight of 40 makes a standard error of 9 %.
        Assert.InRange(admitted, 2_500, 6_500);
    }

    [Fact]
    public void ADeniedTargetStaysNew()
    {
        var (random, state, policy) = (new Random(8), Some.New(), Some.Policy(Some.Novel(1_000, TimeSpan.FromDays(366), 20_000)));
        AskUntilDenied(state, policy, Admission.Partial, random, most: 100_000);
        var (known, fresh) = (state.KnownTargets(Some.Start), Fresh(random, 500));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Outcome.Denied, state.Decide(Some.Lookup, policy, fresh, Admission.Partial, Some.Start).Outcome);
            Assert.Equal(known, state.KnownTargets(Some.Start));
        }
    }

    private static int AskUntilDenied(CapabilityState state, Policy policy, Admission admission, Random random, int most)
    {
        var admitted = 0;
        while (admitted < most)
        {
            var decision = state.Decide(Some.Lookup, policy, Fresh(random, 250), admission, Some.Start);
            admitted += decision.Allowed.Count;
            if (decision.Outcome != Outcome.Allowed)
            {
                break;
            }
        }

        return admitted;
    }

    private static Fingerprint[] Fresh(Random random, int count)
    {
        var targets = new Fingerprint[count];
        foreach (ref var target in targets.AsSpan())
        {
            target = new Fingerprint((ulong)random.NextInt64(long.MinValue, long.MaxValue));
        }

        return targets;
    }
}
