using System.Numerics;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class GcraPropertyTests
{
    private const long Start = 1_790_000_000_123_456_789;
    private const int Steps = 12;

    [Theory]
    [InlineData(20_251_120, 60_000)]
    [InlineData(63_000_000, 60_000)]
    public void ItSaysAndChargesWhatTheContractSays(int firstSeed, int walks)
    {
        for (var seed = firstSeed; seed < firstSeed + walks; seed++)
        {
            var random = new Random(seed);
            var rate = RandomRate.Next(random);
            var (gcra, ledger, now) = (default(Gcra), new ChargeLedger(rate.Quota, rate.PeriodNanos), Start);
            for (var step = 0; step < Steps; step++)
            {
                now += RandomRate.WaitNanos(random, rate);
                var available = ledger.Available(now, rate.Burst);
                var permits = RandomRate.Wish(random, available, rate.Burst);
                var waits = ledger.NanosUntil(now, permits, rate.Burst);
                var at = new Instant(now);
                Check(gcra.Available(rate, at) == available, "available");
                Check(gcra.Has(rate, at, permits) == permits <= available, "has");
                Check(gcra.Has(rate, at, 1) == available > 0, "has one");
                Check(gcra.NanosUntil(rate, at, permits) is { } nanos ? nanos == waits : waits is null, "wait");
                if (waits is { IsZero: false } wait)
                {
                    Check(gcra.Has(rate, new Instant(now + (long)wait), permits), "has after the wait");
                    Check(!gcra.Has(rate, new Instant(now + (long)wait - 1), permits), "has before the wait");
                }

                if (permits <= available)
                {
                    gcra.Charge(rate, at, permits);
                    ledger.Charge(now, permits);
                }

                void Check(bool holds, string what)
                {
                    if (!holds)
                    {
                        Assert.Fail($"Seed {seed}, step {step}: {what}, for {permits} of {available} at {rate}");
                    }
                }
            }
        }
    }

    [Fact]
    public void TheLatestChargeGivenBackIsAsIfItHadNeverBeen()
    {
        for (var seed = 1; seed <= 30_000; seed++)
        {
            var random = new Random(seed);
            var rate = RandomRate.Next(random);
            var (gcra, ledger, now) = (default(Gcra), new ChargeLedger(rate.Quota, rate.PeriodNanos), Start);
            for (var step = 0; step < Steps; step++)
            {
                now += RandomRate.WaitNanos(random, rate);
                if (random.Next(3) == 0 && ledger.Count > 0)
                {
                    var back = random.NextInt64(ledger[^1].Permits + 1);
                    gcra.Refund(rate, new Instant(now), back, long.MaxValue);
                    ledger.Strike(ledger.Count - 1, back);
                }

                var available = ledger.Available(now, rate.Burst);
                if (gcra.Available(rate, new Instant(now)) != available)
                {
                    Assert.Fail($"Seed {seed}, step {step}: {gcra.Available(rate, new Instant(now))}, not {available} at {rate}");
                }

                var permits = Math.Min(available, RandomRate.Wish(random, available, rate.Burst));
                gcra.Charge(rate, new Instant(now), permits);
                ledger.Charge(now, permits);
            }
        }
    }

    [Fact]
    public void AnyChargeGivenBackLeavesWhatThereWereIfItHadNeverBeen()
    {
        var (exact, some) = (0, 0);
        for (var seed = 1; seed <= 30_000; seed++)
        {
            var random = new Random(seed);
            var rate = RandomRate.Next(random);
            var (gcra, ledger, leastOwed, now) = (default(Gcra), new ChargeLedger(rate.Quota, rate.PeriodNanos), new List<long>(), Start);
            for (var step = 0; step < Steps; step++)
            {
                now += RandomRate.WaitNanos(random, rate);
                var at = new Instant(now);

                // Of each charge what was owed least until the next one.
                if (leastOwed.Count > 0)
                {
                    leastOwed[^1] = Math.Min(leastOwed[^1], gcra.OwedNanos(at));
                }

                if (random.Next(3) == 0 && ledger.Count > 0)
                {
                    var place = random.Next(ledger.Count);
                    var back = random.NextInt64(ledger[place].Permits + 1);
                    var nanos = gcra.Refund(rate, at, back, leastOwed.Skip(place).Min());
                    ledger.Strike(place, back);
                    leastOwed = [.. leastOwed.Select((least, i) => i < place ? least : Math.Max(0, least - nanos))];
                }

                // Never more; and less by what was rounded up to a nanosecond for each refund only.
                var (available, most) = (gcra.Available(rate, at), ledger.Available(now, rate.Burst));
                if (available > most || most - available > 1 + (Steps * rate.Quota / rate.PeriodNanos))
                {
                    Assert.Fail($"Seed {seed}, step {step}: {available}, not {most} at {rate}");
                }

                some++;
                exact += available == most ? 1 : 0;
                var permits = Math.Min(available, RandomRate.Wish(random, available, rate.Burst));
                gcra.Charge(rate, at, permits);
                ledger.Charge(now, permits);
                leastOwed.Add(long.MaxValue);
            }
        }

        Assert.InRange(exact, 0.9 * some, some);
    }

    [Theory]
    [InlineData(1_999_993, 365 * 86_400, 2, 1)]
    [InlineData(86_399, 86_400, 100, 17)]
    [InlineData(9_999_999, 1, 1_000_000_000, 199_999_999)]
    [InlineData(1, 30 * 86_400, 3, 1)]
    public void AYearOfChargesAtTheExactRateEndsWhereTheClosedFormSays(long quota, long periodSeconds, long burst, long permits)
    {
        const long year = 365L * 86_400 * Instant.NanosPerSecond;
        var rate = new Rate(quota, TimeSpan.FromSeconds(periodSeconds), burst);
        var (gcra, now, charged) = (default(Gcra), new Instant(Start), burst);
        gcra.Charge(rate, now, burst);
        while (now.UnixNanos < Start + year)
        {
            // As soon as the permits are there, so that the limit is never full and no time is lost.
            now = new Instant(now.UnixNanos + gcra.NanosUntil(rate, now, permits)!.Value);
            gcra.Charge(rate, now, permits);
            charged += permits;
        }

        var (nanos, remainder) = BigInteger.DivRem((BigInteger)charged * rate.PeriodNanos, quota);
        Assert.Equal((Start + (long)nanos, (long)remainder), (gcra.Tat.UnixNanos, gcra.Remainder));
        var most = burst + ((BigInteger)(now.UnixNanos - Start) * quota / rate.PeriodNanos);
        Assert.InRange(most - charged, 0, permits - 1);
    }
}
