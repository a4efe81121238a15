using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Evidence;

namespace QuotaGrid.Core.Tests.Cohorts;

public sealed class FirstSyncCreditTests
{
    [Theory]
    [InlineData(0.25, 341)] // a third of 1,024
    [InlineData(0.5, 1_024)]
    [InlineData(0.9, 9_461)] // 231/256 over 25/256
    [InlineData(1, 0)]
    public void WhatOthersAskedForGivesBackWhatAnHonestShareTakes(double bound, long units) => Assert.Equal(units, FirstSyncCredit.EarnedBy(ShareBound.Of(bound)));

    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(0.1, 0)]
    [InlineData(0.2, 0)]
    [InlineData(0.24, 0)]
    public void PeopleBelowTheBoundNeverUseItUpHoweverManyTheyAre(double share, int expected)
    {
        var (random, usedUp) = (new Random(3), 0);
        for (var run = 0; run < 20; run++)
        {
            var (credit, full) = (1_000 * 1_024L, 1_000 * 1_024L);
            for (var target = 0; target < 1_000_000; target++)
            {
                credit = Math.Min(full, credit + (random.NextDouble() < share ? -1_024 : FirstSyncCredit.EarnedBy(ShareBound.Of(0.25))));
                if (credit <= 0)
                {
                    usedUp++;
                    break;
                }
            }
        }

        Assert.Equal(expected, usedUp);
    }

    [Fact]
    public void HardlyAnybodyHonestEverTakesAPartOfTheirOwn()
    {
        var random = new Random(4);
        var (few, more) = (0, 0);
        for (var person = 0; person < 100_000; person++)
        {
            few += TakesPart(0.05) ? 1 : 0;
            more += TakesPart(0.1) ? 1 : 0;
        }

        // One in 200,000, and one in 2,000.
        Assert.InRange(few, 0, 3);
        Assert.InRange(more, 10, 80);

        bool TakesPart(double share)
        {
            var taken = 0L;
            for (var target = 0; target < 300; target++)
            {
                taken += random.NextDouble() < share ? 1_024 : -FirstSyncCredit.EarnedBy(ShareBound.Of(0.25));
                if (taken > FirstSyncCredit.OwnPart * FirstSyncCredit.UnitsPerTarget)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
