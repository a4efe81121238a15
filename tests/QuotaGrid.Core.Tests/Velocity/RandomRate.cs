using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

/// <summary>Rates of every size, and waits and wishes that come near what matters of them.</summary>
internal static class RandomRate
{
    private static readonly (long Quota, TimeSpan Period)[] Awkward =
    [
        (1, TimeSpan.FromDays(30)),
        (1, TimeSpan.FromDays(366)),
        (7, TimeSpan.FromSeconds(1)),
        (9_999_999, TimeSpan.FromSeconds(1)),
        (10_000_000, TimeSpan.FromSeconds(1)),
        (3, new TimeSpan(10)),
        (1, new TimeSpan(1)),
        (1_000_000_000, new TimeSpan(1)),
        (999_999_937, TimeSpan.FromDays(366)),
        (86_399, TimeSpan.FromDays(1)),
    ];

    public static Rate Next(Random random)
    {
        var (quota, period) = random.Next(3) == 0
            ? Awkward[random.Next(Awkward.Length)]
            : (LogUniform(random, Rate.MaxPermits), new TimeSpan(LogUniform(random, TimeSpan.FromDays(366).Ticks)));
        var most = Rate.MostBurst(quota, period);
        return new Rate(quota, period, random.Next(8) == 0 ? most : Math.Min(most, LogUniform(random, Rate.MaxPermits)));
    }

    /// <summary>1 to a number, every size as likely.</summary>
    public static long LogUniform(Random random, long most) => Math.Clamp((long)Math.Exp(random.NextDouble() * Math.Log(most)), 1, most);

    /// <summary>From nothing over about a permit's time to over a refill, at most five years, so that a walk ends before the year 2262.</summary>
    public static long WaitNanos(Random random, in Rate rate)
    {
        var permit = 1 + (rate.PeriodNanos / rate.Quota);
        var refill = 1 + (long)((Int128)rate.PeriodNanos * rate.Burst / rate.Quota);
        var nanos = random.Next(6) switch
        {
            0 => 0,
            1 => 1,
            2 => random.NextInt64(2 * permit),
            3 => random.NextInt64((refill / 2) + 1),
            4 => LogUniform(random, refill),
            _ => permit,
        };
        return Math.Min(nanos, 5 * 366 * 86_400 * Instant.NanosPerSecond);
    }

    public static long Wish(Random random, long available, long burst) => random.Next(6) switch
    {
        0 => 1,
        1 => available,
        2 => available + 1,
        3 => random.NextInt64(available + 1),
        4 => Math.Min(available, random.Next(1, 4)),
        _ => random.NextInt64(1, burst + 2),
    };
}
