using CsCheck;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class GcraResizeTests
{
    private static readonly Instant Now = new(1_790_000_000_123_456_789);

    private static readonly Gen<Rate> AnyRate =
        from quota in Gen.Long[1, 1000]
        from ticks in Gen.Long[1, 1_000_000_000_000]
        from burst in Gen.Long[1, 1000]
        select new Rate(quota, new TimeSpan(ticks), Math.Min(burst, Rate.MostBurst(quota, new TimeSpan(ticks))));

    [Fact]
    public void WhatWasSpentStaysSpentUnderAnotherRate() => Gen.Select(AnyRate, AnyRate, Gen.Long[0, 1000]).Sample((from, to, wish) =>
    {
        var spent = Math.Min(wish, from.Burst);
        var gcra = default(Gcra);
        gcra.Charge(from, Now, spent);

        Assert.Equal(Math.Max(0, to.Burst - spent), gcra.Resized(from, to, Now).Available(to, Now));
    });

    [Fact]
    public void ALimitThatIsPartlyRefilledIsNeverRefilledFurther() =>
        Gen.Select(AnyRate, AnyRate, Gen.Long[0, 1000], Gen.Double[0, 3]).Sample((from, to, wish, permitTimes) =>
        {
            var spent = Math.Min(wish, from.Burst);
            var gcra = default(Gcra);
            gcra.Charge(from, Now, spent);
            var later = new Instant(Now.UnixNanos + (long)(permitTimes * from.PeriodNanos / from.Quota));
            var stillSpent = from.Burst - gcra.Available(from, later);

            Assert.Equal(Math.Max(0, to.Burst - stillSpent), gcra.Resized(from, to, later).Available(to, later));
        });

    [Fact]
    public void ARateThatChangesToAndFroDoesNotStopTheRefill()
    {
        var (slow, fast) = (new Rate(1, TimeSpan.FromSeconds(10), 5), new Rate(3, TimeSpan.FromSeconds(30), 6));
        var gcra = default(Gcra);
        gcra.Charge(slow, Now, 5);
        var now = Now;
        for (var second = 0; second < 20; second++)
        {
            now += TimeSpan.FromSeconds(1);
            gcra = gcra.Resized(slow, fast, now).Resized(fast, slow, now);
        }

        // Both gain one permit in ten seconds: two in twenty, give or take the rounding of each change to a nanosecond.
        Assert.Equal(2, gcra.Available(slow, new Instant(now.UnixNanos + 40)));
        Assert.Equal(1, gcra.Available(slow, new Instant(now.UnixNanos - 1)));
    }

    [Fact]
    public void ATimeFarAheadIsCutToTheNewBurst()
    {
        var (wide, narrow) = (new Rate(1, TimeSpan.FromSeconds(1), 100), new Rate(1, TimeSpan.FromSeconds(1), 10));
        var gcra = default(Gcra);
        gcra.Charge(wide, Now, 100);

        Assert.Equal(TimeSpan.FromSeconds(10), gcra.Resized(wide, narrow, Now).Tat - Now);
    }

    [Fact]
    public void ATimeAfterTheYear2262IsRefused()
    {
        var (fast, slow) = (new Rate(1, TimeSpan.FromSeconds(1), 1), new Rate(1, TimeSpan.FromSeconds(10), 1));
        var gcra = new Gcra(new Instant(long.MaxValue), 0);
        var now = new Instant(long.MaxValue - 1_000_000_000);

        Assert.Equal(new Instant(long.MaxValue), gcra.Resized(fast, fast, now).Tat);
        Assert.Throws<OverflowException>(() => gcra.Resized(fast, slow, now));
    }
}
