using System.Numerics;
using CsCheck;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class GcraTests
{
    private const long Start = 1_790_000_000_123_456_789;
    private const long Decade = 3_652L * 86_400 * Instant.NanosPerSecond;

    private static readonly (long Quota, TimeSpan Period)[] AwkwardRates =
    [
        (1, TimeSpan.FromDays(30)),
        (1, TimeSpan.FromDays(366)),
        (7, TimeSpan.FromSeconds(1)),
        (9_999_999, TimeSpan.FromSeconds(1)),
        (10_000_000, TimeSpan.FromSeconds(1)),
        (3, new TimeSpan(10)),
        (1, new TimeSpan(1)),
        (999_999_937, TimeSpan.FromDays(30)),
        (86_399, TimeSpan.FromDays(1)),
        (1_000_000_000, TimeSpan.FromSeconds(100)),
    ];

    private static readonly Gen<Rate> AnyRate =
        from rate in Gen.OneOf(
            Gen.Int[0, AwkwardRates.Length - 1].Select(i => AwkwardRates[i]),
            Gen.Select(Gen.Long[1, 100_000], Gen.Long[1, 100_000_000_000].Select(ticks => new TimeSpan(ticks))))
        from burst in Gen.OneOf(Gen.Long[1, 10], Gen.Long[1, 100_000])
        select new Rate(rate.Item1, rate.Item2, Math.Min(burst, Rate.MostBurst(rate.Item1, rate.Item2)));

    /// <summary>A wait as a share of a permit's time, and a wish as a share of what there is.</summary>
    private static readonly Gen<(double Wait, double Wish)[]> AnySteps =
        Gen.Select(Gen.OneOf(Gen.Double[0, 2], Gen.Double[0, 1000], Gen.Const(0.0)), Gen.Double[0, 1.2]).Array[1, 60];

    [Fact]
    public void ItSaysAndChargesWhatAnExactTokenBucketDoes() => Gen.Select(AnyRate, AnySteps).Sample((rate, steps) =>
    {
        var (gcra, oracle) = (default(Gcra), new TokenBucket(rate.Quota, rate.PeriodNanos, rate.Burst));
        var now = new Instant(Start);
        foreach (var (wait, wish) in steps)
        {
            now = new Instant(now.UnixNanos + Nanos(wait, rate));
            var available = oracle.Available(now.UnixNanos);
            Assert.Equal(available, gcra.Available(rate, now));
            var permits = Math.Min((long)Math.Ceiling(wish * available), rate.Burst + 1);
            Assert.Equal(oracle.NanosUntil(now.UnixNanos, permits), gcra.NanosUntil(rate, now, permits) is { } nanos ? (BigInteger)nanos : null);
            if (permits <= available)
            {
                gcra.Charge(rate, now, permits);
                oracle.Charge(now.UnixNanos, permits);
            }
        }
    }, iter: 5_000);

    [Fact]
    public void WaitingAsLongAsItSaysAdmitsAndOneNanosecondLessDoesNot() => Gen.Select(AnyRate, AnySteps).Sample((rate, steps) =>
    {
        var gcra = default(Gcra);
        var now = new Instant(Start);
        foreach (var (_, wish) in steps.TakeWhile(_ => now.UnixNanos < Start + Decade))
        {
            var permits = Math.Clamp((long)(wish * rate.Burst), 1, rate.Burst);
            var nanos = gcra.NanosUntil(rate, now, permits)!.Value;
            if (nanos > 0)
            {
                Assert.True(gcra.Available(rate, new Instant(now.UnixNanos + nanos - 1)) < permits);
            }

            now = new Instant(now.UnixNanos + nanos);
            Assert.InRange(gcra.Available(rate, now), permits, rate.Burst);
            gcra.Charge(rate, now, permits);
        }
    }, iter: 2_000);

    [Fact]
    public void NoIntervalAdmitsMoreThanTheBurstAndWhatIsGainedInIt() => Gen.Select(AnyRate, AnySteps).Sample((rate, steps) =>
    {
        var gcra = default(Gcra);
        var now = Start;
        var charges = new List<(long At, long Permits)>();
        foreach (var (wait, wish) in steps)
        {
            now += Nanos(wait, rate);
            var permits = Math.Min(gcra.Available(rate, new Instant(now)), (long)Math.Ceiling(wish * rate.Burst));
            gcra.Charge(rate, new Instant(now), permits);
            charges.Add((now, permits));
        }

        for (var from = 0; from < charges.Count; from++)
        {
            BigInteger admitted = 0;
            for (var to = from; to < charges.Count; to++)
            {
                admitted += charges[to].Permits;
                var bound = ((BigInteger)rate.Burst * rate.PeriodNanos) + ((BigInteger)(charges[to].At - charges[from].At) * rate.Quota);
                Assert.True(admitted * rate.PeriodNanos <= bound);
            }
        }
    }, iter: 2_000);

    [Theory]
    [InlineData(7, 1)]
    [InlineData(9_999_999, 1)]
    [InlineData(86_399, 86_400)]
    public void AYearOfChargesDoesNotDrift(long quota, long periodSeconds)
    {
        // Never full and never empty, so every nanosecond of the year is gained and what is left says how many were.
        var rate = new Rate(quota, TimeSpan.FromSeconds(periodSeconds), 1_000_000_000);
        var (gcra, now, spent) = (default(Gcra), Start, 0L);
        gcra.Charge(rate, new Instant(now), 999_999_000);
        var random = new Random(20_251_120);
        var longest = (long)Int128.Min((Int128)90_000_000 * rate.PeriodNanos / quota, 86_400 * Instant.NanosPerSecond);
        for (var step = 0; now < Start + (365L * 86_400 * Instant.NanosPerSecond); step++)
        {
            now += step % 2 == 0 ? 1 : random.NextInt64(1, longest);
            var permits = Math.Max(0, gcra.Available(rate, new Instant(now)) - random.Next(1000, 2000));
            gcra.Charge(rate, new Instant(now), permits);
            spent += permits;
        }

        var gained = (Int128)(now - Start) * quota / rate.PeriodNanos;
        Assert.Equal((long)(1000 + gained - spent), gcra.Available(rate, new Instant(now)));
    }

    [Fact]
    public void ChargingMoreThanThereIsThrowsAndChangesNothing()
    {
        var rate = new Rate(10, TimeSpan.FromSeconds(1), 5);
        var now = new Instant(Start);
        var gcra = default(Gcra);
        gcra.Charge(rate, now, 3);
        var (tat, remainder) = (gcra.Tat, gcra.Remainder);

        Assert.Throws<ArgumentOutOfRangeException>(() => gcra.Charge(rate, now, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => gcra.Charge(rate, now, -1));

        Assert.Equal((tat, remainder), (gcra.Tat, gcra.Remainder));
        Assert.Equal(2, gcra.Available(rate, now));
    }

    [Fact]
    public void ChargingNothingChangesNothing()
    {
        var rate = new Rate(10, TimeSpan.FromSeconds(1), 5);
        var gcra = default(Gcra);

        gcra.Charge(rate, new Instant(Start), 0);

        Assert.Equal((new Instant(0), 0L), (gcra.Tat, gcra.Remainder));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000_000)]
    [InlineData(86_400_000_000_000)]
    public void AClockThatJumpsBackMakesALimitLookSpentAndGivesNothingAway(long nanosBack)
    {
        var rate = new Rate(10, TimeSpan.FromSeconds(1), 5);
        var gcra = default(Gcra);
        gcra.Charge(rate, new Instant(Start), 5);

        var back = new Instant(Start - nanosBack);
        Assert.Equal(0, gcra.Available(rate, back));
        Assert.Equal(500_000_000, gcra.NanosUntil(rate, back, 5));
        Assert.Equal(0, gcra.Available(rate, new Instant(Start)));
        Assert.Equal(5, gcra.Available(rate, new Instant(Start + 500_000_000)));
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
    public void ANegativeRemainderIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Gcra(new Instant(0), -1));

    /// <summary>A number of times that a permit takes, at most a year, so that 60 of them are within the time that there is.</summary>
    private static long Nanos(double permitTimes, Rate rate) => (long)Math.Min(permitTimes * rate.PeriodNanos / rate.Quota, Decade / 10.0);
}
