using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class GrainReturnTests
{
    private static readonly Permits Wanted = new(100, 50, 20);

    [Fact]
    public void WhatWasNotSpentComesBackExactly()
    {
        var grain = Lent();

        grain.Sync(Lending.Report(Lending.One, 2, default, Lending.A).Returning(new LeaseReturn(1, new Permits(30, 10, 5))), Lending.At(100));

        Assert.Equal([970, 490, 195], grain.Left(Lending.At(100)));
    }

    [Fact]
    public void AfterAReturnTheStateIsThatOfALeaseOfWhatWasSpent()
    {
        // Rates of which a permit costs no whole number of nanoseconds.
        var policy = Some.Policy(
            Some.Velocity(7_001, Lending.Day, 7_001), Some.Velocity(487, Lending.Day, 487, LimitUnit.Requests), Some.Novel(211, Lending.Day, 211));
        var spent = new Permits(333, 17, 3);

        byte[] StateAfter(Permits wanted)
        {
            var grain = new Grain(policy, Lending.A);
            Assert.Equal(wanted, grain.Sync(Lending.Report(Lending.One, 1, wanted), Some.Start).Granted);
            grain.Sync(Lending.Report(Lending.One, 2, default, Lending.A).Returning(new LeaseReturn(1, spent)), Lending.At(100));
            return grain.Bytes();
        }

        Assert.Equal(StateAfter(spent), StateAfter(new Permits(1_000, 100, 23)));
    }

    [Fact]
    public void ALeaseThatIsStillSpentStaysCharged()
    {
        var grain = Lent();

        grain.Sync(Lending.Report(Lending.One, 2, default, Lending.A, openLease: 1), Lending.At(100));
        Assert.Equal([900, 450, 180], grain.Left(Lending.At(100)));
        grain.Sync(Lending.Report(Lending.One, 3, default, Lending.A).Returning(new LeaseReturn(1, default)), Lending.At(100));
        Assert.Equal([1_000, 500, 200], grain.Left(Lending.At(100)));
    }

    [Fact]
    public void AReturnThatIsRepeatedComesBackOnce()
    {
        var grain = Lent();
        grain.Sync(Lending.Report(Lending.Two, 1, Wanted), Some.Start);
        for (var number = 2; number < 6; number++)
        {
            grain.Sync(Lending.Report(Lending.One, number, default, Lending.A).Returning(new LeaseReturn(1, new Permits(30, 10, 5))), Some.Start);
            Assert.Equal([870, 440, 175], grain.Left(Some.Start));
        }
    }

    [Fact]
    public void AReportThatComesTwiceOrLateChangesNothing()
    {
        var (grain, twin) = (Lent(), Lent());
        var second = (Lending.Report(Lending.One, 2, Wanted, Lending.A) with { Counts = new UseCounts(3, 9, 2) })
            .Having(0, Lending.A, 1, 1, 2, 3).Returning(new LeaseReturn(1, new Permits(9, 3, 3)));
        grain.Sync(second, Lending.At(100));
        twin.Sync(second, Lending.At(100));
        var bytes = grain.Bytes();

        foreach (var report in new[] { second, Lending.Report(Lending.One, 1, Wanted), second with { OpenLease = 1, Returned = [] } })
        {
            var reply = grain.Sync(report, Lending.At(100));
            Assert.Equal((report.Number, Lending.A, default, 0), (reply.Number, reply.Epoch, reply.Granted, reply.Limits.Length));
            Assert.Equal((0L, null, 0L), (reply.DenyNanos, reply.DenyLimit, reply.DurablePosition));
            Assert.Equal(bytes, grain.Bytes());
        }

        // Nor does it change what is known of the holder: the next report has the effect that it has without.
        var third = Lending.Report(Lending.One, 3, Wanted, Lending.A, openLease: 2).Having(1, Lending.A, 2, 2, 3, 4);
        Assert.Equal(twin.Sync(third, Lending.At(100)).Granted, grain.Sync(third, Lending.At(100)).Granted);
        Assert.Equal(twin.Bytes(), grain.Bytes());
    }

    [Fact]
    public void ALeaseWhoseReplyWasLostComesBackWhole()
    {
        var grain = Lent();

        // Nobody answered the holder yet.
        grain.Sync(Lending.Report(Lending.One, 2, Wanted), Some.Start);
        Assert.Equal([900, 450, 180], grain.Left(Some.Start));

        // The answer to the second report came, that to the third did not.
        grain.Sync(Lending.Report(Lending.One, 3, Wanted, Lending.A, epochSince: 2, openLease: 2), Some.Start);
        Assert.Equal([800, 400, 160], grain.Left(Some.Start));
        grain.Sync(Lending.Report(Lending.One, 4, default, Lending.A, epochSince: 2, openLease: 2), Some.Start);
        Assert.Equal([900, 450, 180], grain.Left(Some.Start));
    }

    [Fact]
    public void ALeaseThatWasNeverTakenComesBackOnlyToTheActivationThatChargedIt()
    {
        var next = new Grain(Lending.Slow, Lending.B, Lent().Store(Some.Start, isLast: true));

        next.Sync(Lending.Report(Lending.One, 2), Some.Start);

        Assert.Equal([900, 450, 180], next.Left(Some.Start));
    }

    [Fact]
    public void AReturnOfAnotherActivationsLeaseGivesNothingBack()
    {
        var next = new Grain(Lending.Slow, Lending.B, Lent().Store(Some.Start, isLast: true));
        next.Sync(Lending.Report(Lending.One, 2, default, Lending.A).Returning(new LeaseReturn(1, default)), Some.Start);
        Assert.Equal([900, 450, 180], next.Left(Some.Start));

        // It lends one itself, whose answer is lost: who does not name it does not know whether it came.
        next.Sync(Lending.Report(Lending.One, 3, Wanted, Lending.A).Returning(new LeaseReturn(1, default)), Some.Start);
        next.Sync(Lending.Report(Lending.One, 4, default, Lending.A).Returning(new LeaseReturn(3, default)), Some.Start);
        Assert.Equal([800, 400, 160], next.Left(Some.Start));
        next.Sync(Lending.Report(Lending.One, 5, default, Lending.B).Returning(new LeaseReturn(3, default)), Some.Start);
        Assert.Equal([800, 400, 160], next.Left(Some.Start));
    }

    [Fact]
    public void NothingComesBackOfLeasesBeforeAnotherActivationAnsweredInBetween()
    {
        var grain = Lent();

        // Another one answered the second report, this one the third again: the first lease is not known to be unspent.
        grain.Sync(Lending.Report(Lending.One, 4, default, Lending.A, epochSince: 3).Returning(new LeaseReturn(1, default)), Some.Start);

        Assert.Equal([900, 450, 180], grain.Left(Some.Start));
    }

    [Fact]
    public void MoreSpentThanGrantedIsNeitherGivenBackNorCharged()
    {
        var grain = Lent();

        grain.Sync(Lending.Report(Lending.One, 2, default, Lending.A).Returning(new LeaseReturn(1, new Permits(101, 60, 19))), Some.Start);

        Assert.Equal([900, 450, 181], grain.Left(Some.Start));
    }

    [Fact]
    public void WhatComesBackIsNoMoreThanThereWouldBeHadItNotBeenCharged()
    {
        // A permit a millisecond: 100 are lent, and a while later 500 are spent at once, when the limit would have been full anyway.
        var policy = Some.Policy(Some.Velocity(1_000, TimeSpan.FromSeconds(1), 1_000));
        foreach (var (at, back) in new[] { (30, 70), (100, 0), (150, 0) })
        {
            var grain = new Grain(policy, Lending.A);
            grain.Sync(Lending.Report(Lending.One, 1, Wanted), Some.Start);
            grain.Sync(Lending.Report(Lending.Two, 1, new Permits(400, 1, 1)), Lending.At(at));
            var left = grain.Left(Lending.At(at))[0];

            grain.Sync(Lending.Report(Lending.One, 2, default, Lending.A), Lending.At(at));

            // Full but for what the second holder has.
            Assert.Equal((600 - back, 600), (left, grain.Left(Lending.At(at))[0]));
        }
    }

    [Fact]
    public void WhatWasFullWhileStrictDecisionsSpentItGainsNothing()
    {
        var grain = new Grain(Some.Policy(Some.Velocity(1_000, TimeSpan.FromSeconds(1), 1_000)), Lending.A);
        grain.Sync(Lending.Report(Lending.One, 1, Wanted), Some.Start);
        grain.Decide(Lending.At(150), Lending.Numbers(1, 500));

        grain.Sync(Lending.Report(Lending.One, 2, default, Lending.A), Lending.At(150));

        Assert.Equal([500], grain.Left(Lending.At(150)));
    }

    /// <summary>A grain that lent its first lease.</summary>
    private static Grain Lent()
    {
        var grain = new Grain(Lending.Slow, Lending.A);
        Assert.Equal(Wanted, grain.Sync(Lending.Report(Lending.One, 1, Wanted), Some.Start).Granted);
        return grain;
    }
}
