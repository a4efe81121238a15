using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Cohorts;

public sealed class CohortReplicaTests
{
    private static readonly Capability Lookup = Some.Lookup.Name;

    [Fact]
    public void ACohortIsToldOfWhenThreeIdentitiesCameWithIt()
    {
        var replica = Replica();
        var cohort = replica.Hold(Key("asn", "1"), member: 1)!;
        foreach (var member in (int[])[1, 1, 2, 2, 1])
        {
            Assert.Same(cohort, replica.Hold(Key("asn", "1"), member));
            replica.OnUsed(cohort);
        }

        Assert.False(replica.TryTake(out _));
        replica.Hold(Key("asn", "1"), member: 3);
        replica.OnUsed(cohort);
        replica.OnUsed(cohort);

        Assert.True(replica.TryTake(out var taken));
        Assert.Same(cohort, taken);
        Assert.False(replica.TryTake(out _));
        replica.OnUsed(cohort);
        Assert.True(replica.TryTake(out _));
    }

    [Fact]
    public void EverybodyIsToldOfAtOnceAndIsNoneOfTheOthers()
    {
        var replica = Replica();
        var everybody = replica.EverybodyOf(Lookup);
        replica.OnUsed(everybody);

        Assert.True(replica.TryTake(out var taken));
        Assert.Same(everybody, taken);
        Assert.Equal("contacts.lookup/everybody:all", everybody.Key.ToString());
        Assert.NotSame(everybody, replica.EverybodyOf(Capability.Parse("other")));
        Assert.Equal(0, replica.Count);
    }

    [Fact]
    public void WhatIsCountedHereCountsAtOnceAndIsNotCountedTwiceWhenTheClusterHasIt()
    {
        var replica = Replica();
        var cohort = replica.Hold(Key("asn", "1"), 1)!;
        Assert.Equal(1_000 * 1_024, cohort.CreditUnits);

        cohort.Count(new CohortCounts(1, 0, 1_024, 0));
        var report = cohort.Report();
        cohort.Count(new CohortCounts(0, 0, 2_048, 341));
        Assert.Equal((1_000 * 1_024) - 1_024 - 2_048 + 341, cohort.CreditUnits);

        // Another silo took 500 meanwhile.
        cohort.Learn(report.Counts, new CohortTotals(7, 0, 499));
        Assert.Equal((499 * 1_024) - 2_048 + 341, cohort.CreditUnits);
        Assert.Equal(new CohortReport(report.Reporter, new CohortCounts(1, 0, 3_072, 341), new CohortCounts(1, 0, 1_024, 0)), cohort.Report());
    }

    [Fact]
    public void ItIsSaidOnceThatACreditIsUsedUpAndAgainAfterHalfOfItWasThere()
    {
        var cohort = Replica().Hold(Key("asn", "1"), 1)!;

        Assert.Equal([false, true, false, false, false, true], new double[] { 1, 0, 1, -5, 500, -1 }.Select(credit =>
        {
            cohort.Learn(default, new CohortTotals(1, 0, credit));
            return cohort.TurnsUsedUp();
        }));
    }

    [Fact]
    public void AFloodOfValuesTakesNoMoreThanItsRoomAndLeavesOtherKindsAndWhatIsAskedForAlone()
    {
        var replica = new CohortReplica(Reporters(), mostPerKind: 100);
        var client = replica.Hold(Key("client", "phone"), 1)!;
        var busy = replica.Hold(Key("network", "busy"), 1)!;
        for (var i = 0; i < 100_000; i++)
        {
            replica.Hold(Key("network", $"flood-{i}"), i);
            if (i % 40 == 0)
            {
                Assert.Same(busy, replica.Hold(Key("network", "busy"), 1));
            }
        }

        Assert.InRange(replica.Count, 50, 101);
        Assert.InRange(replica.Dropped, 99_900, 100_000);
        Assert.Same(client, replica.Hold(Key("client", "phone"), 1));
        Assert.False(busy.IsDropped);
        Assert.False(replica.TryTake(out _));
    }

    [Fact]
    public void MoreKindsThanThereMayBeSayNothing()
    {
        var replica = Replica();
        for (var i = 0; i < CohortReplica.MaxKinds; i++)
        {
            Assert.NotNull(replica.Hold(Key($"kind-{i}", "1"), 1));
        }

        Assert.Null(replica.Hold(Key("one-more", "1"), 1));
        Assert.NotNull(replica.Hold(Key("kind-0", "2"), 1));
    }

    [Fact]
    public void ManyThreadsCountWithoutLosingAny()
    {
        var replica = new CohortReplica(Reporters(), mostPerKind: 8);
        var cohort = replica.Hold(Key("client", "phone"), 1)!;
        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                replica.Hold(Key("network", $"{i % 50}"), thread);
                cohort.Count(new CohortCounts(1, 1, 1_024, 2));
                replica.OnUsed(cohort);
            }
        });

        Assert.Equal(new CohortCounts(16_000, 16_000, 16_000 * 1_024, 32_000), cohort.Report().Counts);
    }

    private static CohortReplica Replica() => new(Reporters());

    private static Func<ulong> Reporters()
    {
        var next = 0UL;
        return () => Interlocked.Increment(ref next);
    }

    private static CohortKey Key(string kind, string value) => new(Lookup, Cohort.Of(kind, value));
}
