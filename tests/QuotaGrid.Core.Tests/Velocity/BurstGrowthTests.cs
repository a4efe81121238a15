using System.Numerics;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class BurstGrowthTests
{
    private const long Since = 1_790_000_000_123_456_789;

    private static readonly Rate Full = new(5_000, TimeSpan.FromDays(30), 5_000);

    [Theory]
    [InlineData(-1_000_000_000, 50)]
    [InlineData(0, 50)]
    [InlineData(1, 50)]
    [InlineData(122_181_818_181, 50)]
    [InlineData(122_181_818_182, 51)]
    [InlineData(302_400_000_000_000, 2_525)]
    [InlineData(604_799_999_999_999, 4_999)]
    [InlineData(604_800_000_000_000, 5_000)]
    [InlineData(6_048_000_000_000_000, 5_000)]
    public void TheBurstGrowsInAWeekFromTheInitialToTheWhole(long age, long burst)
    {
        var growth = new BurstGrowth(Full, 50, TimeSpan.FromDays(7));

        Assert.Equal(burst, growth.BurstAt(new Instant(Since), new Instant(Since + age)));
        Assert.Equal(new Rate(5_000, TimeSpan.FromDays(30), burst), growth.RateAt(new Instant(Since), new Instant(Since + age)));
    }

    [Fact]
    public void AnIdentityFirstSeenLongAgoHasTheWholeBurst() =>
        Assert.Equal(5_000, new BurstGrowth(Full, 50, TimeSpan.FromDays(7)).BurstAt(new Instant(long.MinValue), new Instant(long.MaxValue)));

    [Fact]
    public void WhoSpentTheInitialBurstWaitsForTheGrowthThatIsFasterThanTheRefill()
    {
        var growth = new BurstGrowth(Full, 50, TimeSpan.FromDays(7));
        var gcra = default(Gcra);
        gcra.Charge(growth.RateAt(new Instant(Since), new Instant(Since)), new Instant(Since), 50);

        // The burst is 51 after 122.18 s; the refill alone would take 518.4 s.
        Assert.Equal(122_181_818_182, growth.NanosUntil(gcra, new Instant(Since), new Instant(Since), 1));
        Assert.Null(growth.NanosUntil(gcra, new Instant(Since), new Instant(Since), 5_001));
    }

    [Fact]
    public void WhoOwesMoreThanTheWholeBurstAndAStepWaitsAsIfItWereThose()
    {
        // Five permits and a step of the ceiling, 700,000,001 ns, are owed at most, of which ten refill in a second. After 500,000,001 ns two are, and the burst is 3.
        var growth = new BurstGrowth(new Rate(10, TimeSpan.FromSeconds(1), 5), 1, TimeSpan.FromSeconds(1));
        var gcra = new Gcra(new Instant(Since + 100_000_000_000), 0);

        Assert.Equal(500_000_001, growth.NanosUntil(gcra, new Instant(Since), new Instant(Since), 1));
    }

    [Fact]
    public void AWaitOfMoreThan63BitsOfNanosecondsIsRefused()
    {
        var growth = new BurstGrowth(new Rate(10, TimeSpan.FromSeconds(1), 5), 1, TimeSpan.FromSeconds(1));

        Assert.Throws<OverflowException>(() => growth.NanosUntil(default, new Instant(0), new Instant(long.MinValue), 5));
        Assert.Throws<OverflowException>(() => growth.NanosUntil(default, new Instant(long.MaxValue), new Instant(0), 5));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5_001, 1)]
    [InlineData(1, 0)]
    [InlineData(1, (366L * 864_000_000_000) + 1)]
    public void ValuesOutsideTheBoundsAreRefused(long initial, long spanTicks) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BurstGrowth(Full, initial, new TimeSpan(spanTicks)));

    [Fact]
    public void ItSaysAndChargesWhatTheContractSaysWithTheBurstOfTheTime()
    {
        for (var seed = 1; seed <= 20_000; seed++)
        {
            var random = new Random(seed);
            var full = RandomRate.Next(random);
            var span = new TimeSpan(RandomRate.LogUniform(random, TimeSpan.FromDays(366).Ticks));
            var growth = new BurstGrowth(full, random.NextInt64(1, full.Burst + 1), span);
            var (gcra, ledger, now) = (default(Gcra), new ChargeLedger(full.Quota, full.PeriodNanos), Since);
            for (var step = 0; step < 12; step++)
            {
                now += random.Next(3) == 0 ? random.NextInt64(span.Ticks * 20) : RandomRate.WaitNanos(random, full);
                var (available, rate) = (ledger.Available(now, Burst(now)), growth.RateAt(new Instant(Since), new Instant(now)));
                var permits = RandomRate.Wish(random, available, full.Burst);
                var wait = growth.NanosUntil(gcra, new Instant(Since), new Instant(now), permits);
                Check(rate.Burst == Burst(now), "burst");
                Check(gcra.Available(rate, new Instant(now)) == available, "available");
                Check((wait is null) == permits > full.Burst, "never");
                Check((wait == 0) == permits <= available, "now");
                Check(wait is not > 0 || IsThere(now + wait.Value), "there after the wait");
                Check(wait is not > 0 || !IsThere(now + wait.Value - 1), "there before the wait");
                if (permits <= available)
                {
                    gcra.Charge(rate, new Instant(now), permits);
                    ledger.Charge(now, permits);
                }

                bool IsThere(long then) => ledger.Available(then, Burst(then)) >= permits;

                void Check(bool holds, string what)
                {
                    if (!holds)
                    {
                        Assert.Fail($"Seed {seed}, step {step}: {what}, for {permits} of {available}, wait {wait} at {growth}");
                    }
                }
            }

            long Burst(long then) => growth.Initial + (long)BigInteger.Min(
                full.Burst - growth.Initial, (BigInteger)(full.Burst - growth.Initial) * (then - Since) / (span.Ticks * 100));
        }
    }
}
