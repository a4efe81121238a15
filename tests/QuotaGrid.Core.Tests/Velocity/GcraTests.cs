using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class GcraTests
{
    private const long Start = 1_790_000_000_123_456_789;

    private static readonly Rate Ten = new(10, TimeSpan.FromSeconds(1), 5);

    [Fact]
    public void ChargingMoreThanThereIsThrowsAndChangesNothing()
    {
        var now = new Instant(Start);
        var gcra = default(Gcra);
        gcra.Charge(Ten, now, 3);
        var (tat, remainder) = (gcra.Tat, gcra.Remainder);

        Assert.Throws<ArgumentOutOfRangeException>(() => gcra.Charge(Ten, now, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => gcra.Charge(Ten, now, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => gcra.Charge(Ten, now, long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => gcra.Refund(Ten, now, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => gcra.Has(Ten, now, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => gcra.NanosUntil(Ten, now, -1));

        Assert.Equal((tat, remainder), (gcra.Tat, gcra.Remainder));
        Assert.Equal(2, gcra.Available(Ten, now));
    }

    [Fact]
    public void ChargingAndGivingBackNothingChangesNothing()
    {
        var gcra = default(Gcra);

        gcra.Charge(Ten, new Instant(Start), 0);
        gcra.Refund(Ten, new Instant(Start), 0, 1);
        Assert.Equal((new Instant(0), 0L), (gcra.Tat, gcra.Remainder));

        gcra.Charge(Ten, new Instant(Start), 5);
        gcra.Charge(Ten, new Instant(Start), 0);
        gcra.Refund(Ten, new Instant(Start), 0, 1);
        Assert.Equal((new Instant(Start + 500_000_000), 0L), (gcra.Tat, gcra.Remainder));
        Assert.True(gcra.Has(Ten, new Instant(Start), 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000_000)]
    [InlineData(86_400_000_000_000)]
    public void AClockThatJumpsBackMakesALimitLookSpentAndGivesNothingAway(long nanosBack)
    {
        var gcra = default(Gcra);
        gcra.Charge(Ten, new Instant(Start), 5);

        var back = new Instant(Start - nanosBack);
        Assert.Equal(0, gcra.Available(Ten, back));
        Assert.False(gcra.Has(Ten, back, 1));
        Assert.Equal(500_000_000 + Math.Min(nanosBack, 200_000_001), gcra.NanosUntil(Ten, back, 5));
        Assert.Equal(0, gcra.Available(Ten, new Instant(Start)));
        Assert.Equal(5, gcra.Available(Ten, new Instant(Start + 500_000_000)));
    }

    [Fact]
    public void TakingNoticeOfAClockThatJumpedBackEndsTheWaitAfterABurstAndAStep()
    {
        var gcra = default(Gcra);
        gcra.Charge(Ten, new Instant(Start), 5);
        Assert.False(gcra.CutToBurst(Ten, new Instant(Start)));

        var back = new Instant(Start - 86_400_000_000_000);
        Assert.True(gcra.CutToBurst(Ten, back));
        Assert.Equal(0, gcra.Available(Ten, back));
        Assert.Equal(4, gcra.Available(Ten, new Instant(back.UnixNanos + 700_000_000)));
        Assert.Equal(5, gcra.Available(Ten, new Instant(back.UnixNanos + 700_000_001)));
    }

    [Fact]
    public void AFullLimitGainsNothingByWhatIsGivenBack()
    {
        var gcra = default(Gcra);
        gcra.Charge(Ten, new Instant(Start), 5);
        gcra.Refund(Ten, new Instant(Start + 200_000_000), 5, long.MaxValue);
        Assert.Equal(5, gcra.Available(Ten, new Instant(Start + 200_000_000)));

        // Nor does it look emptier or fuller to a clock that is behind.
        Assert.Equal(new Instant(Start + 200_000_000), gcra.Tat);
        gcra.Refund(Ten, new Instant(Start + 900_000_000), 5, long.MaxValue);
        Assert.Equal(new Instant(Start + 200_000_000), gcra.Tat);
    }

    [Fact]
    public void WhatRefilledSinceAChargeIsNotThereTwiceWhenTheChargeIsGivenBack()
    {
        // Five at first and three as soon as they are there: had the five never been charged, two would be left.
        var (charged, now) = (new Instant(Start), new Instant(Start + 300_000_000));
        var gcra = default(Gcra);
        gcra.Charge(Ten, charged, 5);
        var leastOwed = gcra.OwedNanos(now);
        gcra.Charge(Ten, now, 3);

        Assert.Equal(200_000_000, leastOwed);
        Assert.Equal(200_000_000, gcra.Refund(Ten, now, 5, leastOwed));

        Assert.Equal(2, gcra.Available(Ten, now));
    }

    [Fact]
    public void ThreePermitsOfAThirdOfASecondEachCostAWholeSecond()
    {
        var rate = new Rate(3, TimeSpan.FromSeconds(1), 5);
        var gcra = default(Gcra);

        gcra.Charge(rate, new Instant(Start), 1);
        Assert.Equal((new Instant(Start + 333_333_333), 1L), (gcra.Tat, gcra.Remainder));
        gcra.Charge(rate, new Instant(Start), 1);
        Assert.Equal((new Instant(Start + 666_666_666), 2L), (gcra.Tat, gcra.Remainder));
        gcra.Charge(rate, new Instant(Start), 1);
        Assert.Equal((new Instant(Start + 1_000_000_000), 0L), (gcra.Tat, gcra.Remainder));
    }

    [Theory]
    [InlineData(333_333_332, 333_333_334, 2)]
    [InlineData(333_333_333, 333_333_333, 2)]
    [InlineData(333_333_334, 333_333_333, 1)]
    public void ARefundIsAtMostWhatWasOwedLeastToTheFractionOfANanosecond(long leastOwed, long nanos, long remainder)
    {
        var rate = new Rate(3, TimeSpan.FromSeconds(1), 5);
        var gcra = default(Gcra);
        gcra.Charge(rate, new Instant(Start), 2);

        gcra.Refund(rate, new Instant(Start), 1, leastOwed);

        Assert.Equal((new Instant(Start + nanos), remainder), (gcra.Tat, gcra.Remainder));
    }

    [Fact]
    public void AChargeIsGivenBackWholeByAClockThatJumpedToBeforeIt()
    {
        var gcra = default(Gcra);
        gcra.Charge(Ten, new Instant(Start), 5);

        gcra.Refund(Ten, new Instant(Start - 100_000_000), 2, long.MaxValue);

        Assert.Equal((new Instant(Start + 300_000_000), 0L), (gcra.Tat, gcra.Remainder));
    }

    [Theory]
    [InlineData(1, 30, 1_216)]
    [InlineData(1, 365, 100)]
    [InlineData(2, 30, 2_433)]
    public void ABurstThatTakesAHundredYearsToRefillCanBeSpentToTheEnd(long quota, int days, long burst)
    {
        var rate = new Rate(quota, TimeSpan.FromDays(days), burst);
        var now = new Instant(Start);
        var gcra = default(Gcra);
        var permits = gcra.Available(rate, now);
        Assert.Equal(burst, permits);

        gcra.Charge(rate, now, permits);

        Assert.Equal(0, gcra.Available(rate, now));
        Assert.Equal(TimeSpan.FromDays(days).Ticks * 100 / quota, gcra.NanosUntil(rate, now, 1));
        var full = gcra.NanosUntil(rate, now, permits)!.Value;
        Assert.Equal(permits, gcra.Available(rate, new Instant(now.UnixNanos + full)));
        Assert.Null(gcra.NanosUntil(rate, now, permits + 1));
    }

    [Fact]
    public void InstantsThatAreFurtherApartThan63BitsDoNotWrapAround()
    {
        var (first, last) = (new Instant(long.MinValue), new Instant(long.MaxValue));

        Assert.Equal(0, new Gcra(last, 0).Available(Ten, first));
        Assert.False(new Gcra(last, 0).Has(Ten, first, 1));
        Assert.Equal(300_000_001, new Gcra(last, 0).NanosUntil(Ten, first, 1));
        Assert.Equal(5, new Gcra(first, 0).Available(Ten, last));
        Assert.True(new Gcra(first, 0).Has(Ten, last, 5));
        Assert.Equal(0, new Gcra(first, 0).NanosUntil(Ten, last, 5));
        var gcra = default(Gcra);
        Assert.Throws<OverflowException>(() => gcra.Charge(Ten, last, 1));
        Assert.Equal((new Instant(0), 0L), (gcra.Tat, gcra.Remainder));
    }

    [Fact]
    public void AFractionOfANanosecondThatIsOwedStillCountsWhenItsNanosecondHasCome()
    {
        var (rate, now) = (new Rate(3, TimeSpan.FromSeconds(1), 5), new Instant(Start));
        Assert.Equal(1, new Gcra(now, 1).NanosUntil(rate, now, 5));
        Assert.Equal((now, 2L), TatOf(new Gcra(now, 2).Resized(rate, rate, now)));

        var charged = new Gcra(now, 2);
        charged.Charge(rate, now, 1);
        Assert.Equal((new Instant(Start + 333_333_334), 0L), TatOf(charged));

        var refunded = new Gcra(now, 1);
        refunded.Refund(rate, now, 1, long.MaxValue);
        Assert.Equal((now, 0L), TatOf(refunded));

        var refundedInPart = new Gcra(new Instant(Start + 333_333_333), 2);
        refundedInPart.Refund(rate, now, 1, long.MaxValue);
        Assert.Equal((now, 1L), TatOf(refundedInPart));
    }

    [Fact]
    public void WhatIsOwedIsCutToTheBurstAndTheLongestStepToTheNanosecond()
    {
        // A permit costs 333,333,333 ns; a step is at most a tenth of the second and a permit, rounded up.
        const long most = 333_333_333 + 100_000_000 + 333_333_334;
        var (rate, now) = (new Rate(3, TimeSpan.FromSeconds(1), 1), new Instant(Start));
        var (less, more) = (new Gcra(new Instant(Start + most), 2), new Gcra(new Instant(Start + most + 1), 0));

        Assert.False(less.CutToBurst(rate, now));
        Assert.True(more.CutToBurst(rate, now));
        Assert.Equal((new Instant(Start + most), 0L), TatOf(more));
    }

    [Fact]
    public void ABurstThatCostsLessThanANanosecondIsSpentToTheEndAndNoFurther()
    {
        var (rate, now) = (new Rate(1_000_000_000, new TimeSpan(1), 1), new Instant(Start));

        Assert.Equal(1, new Gcra(now, 0).Available(rate, now));
        Assert.Equal(0, new Gcra(now, 100).Available(rate, now));
        Assert.Equal(0, new Gcra(now, 200).Available(rate, now));
    }

    [Fact]
    public void AFullLimitUnderAnotherRateIsFullAndOwesNothing()
    {
        Assert.Equal((new Instant(Start), 0L), TatOf(default(Gcra).Resized(Ten, new Rate(3, TimeSpan.FromSeconds(1), 7), new Instant(Start))));
    }

    [Fact]
    public void WhatIsNoRateIsNeverUsedSilently()
    {
        var (gcra, now) = (default(Gcra), new Instant(Start));
        Assert.Throws<InvalidOperationException>(() => gcra.Has(default, now, 1));
        Assert.Throws<InvalidOperationException>(() => gcra.Has(default, now, 0));
        Assert.Throws<InvalidOperationException>(() => gcra.Available(default, now));
        Assert.Throws<InvalidOperationException>(() => gcra.NanosUntil(default, now, 0));
        Assert.Throws<InvalidOperationException>(() => gcra.Charge(default, now, 1));
        Assert.Throws<InvalidOperationException>(() => gcra.Refund(default, now, 0, 1));
        Assert.Throws<InvalidOperationException>(() => gcra.CutToBurst(default, now));
        Assert.Throws<InvalidOperationException>(() => gcra.Resized(default, Ten, now));
        Assert.Throws<InvalidOperationException>(() => gcra.Resized(Ten, default, now));
        Assert.Throws<InvalidOperationException>(() => default(Rate).WithBurst(1));
        Assert.Throws<InvalidOperationException>(() => new BurstGrowth(default, 1, TimeSpan.FromDays(1)));
    }

    [Fact]
    public void ANegativeRemainderIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Gcra(new Instant(0), -1));

    private static (Instant Tat, long Remainder) TatOf(Gcra gcra) => (gcra.Tat, gcra.Remainder);
}
