using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Bench.Alternatives;

namespace QuotaGrid.Load.Tests.Bench;

public sealed class DictionaryLimiterTests
{
    private const string Someone = "acct-1";

    [Fact]
    public void TheVelocityLimitCountsEveryItemAndRefills()
    {
        var limiter = Create(items: 10, novel: 100, distinct: 100);

        Assert.Equal(8, limiter.Admit(Someone, Targets(0, 8), Scenario.Start));
        Assert.Equal(2, limiter.Admit(Someone, Targets(0, 8), Scenario.Start));
        Assert.Equal(0, limiter.Admit(Someone, Targets(0, 1), Scenario.Start));
        Assert.Equal(1, limiter.Admit(Someone, Targets(0, 8), Scenario.Start + TimeSpan.FromMinutes(6)));
    }

    [Fact]
    public void TheNovelLimitCountsNewTargetsOnlyAndKnownOnesPass()
    {
        var limiter = Create(items: 1_000, novel: 5, distinct: 100);

        Assert.Equal(5, limiter.Admit(Someone, Targets(0, 8), Scenario.Start));
        Assert.Equal(5, limiter.Admit(Someone, Targets(0, 8), Scenario.Start));
        Assert.Equal(0, limiter.Admit(Someone, Targets(5, 3), Scenario.Start));
    }

    [Fact]
    public void ATargetIsNewAgainAfterTheHorizon()
    {
        var limiter = Create(items: 1_000, novel: 5, distinct: 100);
        limiter.Admit(Someone, Targets(0, 5), Scenario.Start);
        var later = Scenario.Start + TimeSpan.FromDays(10);

        // A third of the horizon has passed: one and two thirds of five permits.
        Assert.Equal(5, limiter.Admit(Someone, Targets(0, 5), later));
        Assert.Equal(1, limiter.Admit(Someone, Targets(5, 5), later));
        Assert.Equal(5, limiter.Admit(Someone, Targets(0, 6), later + TimeSpan.FromDays(30)));
    }

    [Fact]
    public void TheDistinctLimitCountsDifferentTargetsOfAWindow()
    {
        var limiter = Create(items: 1_000, novel: 100, distinct: 5);

        Assert.Equal(5, limiter.Admit(Someone, Targets(0, 8), Scenario.Start));
        Assert.Equal(5, limiter.Admit(Someone, Targets(0, 8), Scenario.Start + TimeSpan.FromHours(23)));
        Assert.Equal(3, limiter.Admit(Someone, Targets(5, 3), Scenario.Start + TimeSpan.FromHours(24)));
    }

    [Fact]
    public void EveryIdentityHasItsOwnPermits()
    {
        var limiter = Create(items: 5, novel: 100, distinct: 100);

        Assert.Equal(5, limiter.Admit(Someone, Targets(0, 8), Scenario.Start));
        Assert.Equal(5, limiter.Admit("acct-2", Targets(0, 8), Scenario.Start));
    }

    private static DictionaryLimiter Create(int items, int novel, int distinct) => new(
        Scenario.Policy with
        {
            Limits =
            [
                new("items", LimitKind.Velocity, LimitUnit.Items, items, TimeSpan.FromHours(1), items),
                new("novel", LimitKind.Novel, LimitUnit.Items, novel, TimeSpan.FromDays(30), novel),
                new("distinct", LimitKind.Distinct, LimitUnit.Items, distinct, TimeSpan.FromDays(1), distinct),
            ],
        },
        TimeSpan.FromDays(30));

    private static Fingerprint[] Targets(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(i => new Fingerprint(((ulong)i + 1) << 32))];
}
