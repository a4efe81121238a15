using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class RecentTargetsTests
{
    private static readonly Instant Deadline = Lending.At(1_000);
    private static readonly Instant Before = new(Deadline.UnixNanos - 1);

    [Fact]
    public void ATargetCountsAsRecentUntilTheDeadlineAndNotAtIt()
    {
        var recent = new RecentTargets(Deadline);
        recent.Add(new Fingerprint(7));

        Assert.True(recent.Contains(new Fingerprint(7), Before));
        Assert.False(recent.Contains(new Fingerprint(7), Deadline));
        Assert.False(recent.Contains(new Fingerprint(8), Before));
    }

    [Fact]
    public void TheDeadlineIsBroughtForwardAndNeverBack()
    {
        var recent = new RecentTargets(Deadline);
        recent.Add(new Fingerprint(7));

        recent.EndBy(Lending.At(2_000));
        Assert.Equal(Deadline, recent.Deadline);
        Assert.False(recent.Contains(new Fingerprint(7), Deadline));

        recent.EndBy(Lending.At(500));
        Assert.False(recent.Contains(new Fingerprint(7), Lending.At(500)));
    }

    [Fact]
    public void TargetsThatFallOnOnePlaceAreToldApart()
    {
        var recent = new RecentTargets(Deadline);
        for (var i = 1UL; i <= 20; i++)
        {
            recent.Add(new Fingerprint(i << 32));
        }

        for (var i = 1UL; i <= 40; i++)
        {
            Assert.Equal(i <= 20, recent.Contains(new Fingerprint(i << 32), Before));
        }

        // Half of a fingerprint is not a fingerprint.
        Assert.False(recent.Contains(new Fingerprint((1UL << 32) | 1), Before));
    }

    [Fact]
    public void NoMoreAreRecognisedThanTheBound()
    {
        var recent = new RecentTargets(Deadline);
        foreach (var target in Some.TargetsFrom(1, LeaseBounds.MaxRecentTargets + 1))
        {
            recent.Add(target);
            recent.Add(target);
        }

        Assert.All(Some.TargetsFrom(1, LeaseBounds.MaxRecentTargets), target => Assert.True(recent.Contains(target, Before)));
        Assert.False(recent.Contains(Some.Targets(LeaseBounds.MaxRecentTargets + 1)[0], Before));
    }

    [Fact]
    public void AFingerprintOfZeroIsNeverRecognised()
    {
        var recent = new RecentTargets(Deadline);
        Assert.False(recent.Contains(default, Before));
        recent.Add(default);
        Assert.False(recent.Contains(default, Before));
        recent.Add(new Fingerprint(16));
        Assert.False(recent.Contains(default, Before));
    }

    [Fact]
    public void WhatWasAddedIsFoundByOtherThreadsWhileMoreIsAdded()
    {
        var targets = Some.TargetsFrom(1, LeaseBounds.MaxRecentTargets);
        for (var round = 0; round < 100; round++)
        {
            var recent = new RecentTargets(Deadline);
            var added = 0;
            var missed = LeaseTests.Race(thread => thread == 0 ? Add() : Miss());
            Assert.Equal(0, missed.Sum());

            int Add()
            {
                foreach (var target in targets)
                {
                    recent.Add(target);
                    Volatile.Write(ref added, added + 1);
                }

                return 0;
            }

            int Miss()
            {
                for (var misses = 0; ;)
                {
                    var seen = Volatile.Read(ref added);
                    misses += seen > 0 && !recent.Contains(targets[seen - 1], Before) ? 1 : 0;
                    misses += seen > 0 && !recent.Contains(targets[seen / 2], Before) ? 1 : 0;
                    misses += seen < targets.Length && recent.Contains(new Fingerprint(~targets[seen].Value), Before) ? 1 : 0;
                    if (seen == targets.Length)
                    {
                        return misses;
                    }
                }
            }
        }
    }
}
