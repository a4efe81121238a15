using System.Numerics;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Velocity;

/// <summary>What every limit keeps, whatever it counts: one suite that each kind inherits.</summary>
public abstract class LimiterConformance
{
    private const int Seeds = 12;
    private const int Steps = 60;

    /// <summary>Makes each limit that the suite tries.</summary>
    private protected abstract IEnumerable<Func<Limiter>> Limiters { get; }

    [Fact]
    public void ADeniedAcquisitionChangesNothing() => Walk(1_000, (limiter, random, now) =>
    {
        if (limiter.Available(now) >= limiter.MostAtOnce)
        {
            return;
        }

        var untouched = limiter.Copy();
        Assert.False(limiter.Acquire(random.NextInt64(limiter.Available(now), limiter.MostAtOnce) + 1, now));
        AssertSame(untouched, limiter, random, now);
    });

    [Fact]
    public void AskingChargesNothing() => Walk(2_000, (limiter, random, now) =>
    {
        var unasked = limiter.Copy();
        for (var i = 0; i < 3; i++)
        {
            limiter.Available(now);
            limiter.NanosUntil(Wish(limiter, random), now);
        }

        AssertSame(unasked, limiter, random, now);
    });

    [Fact]
    public void NoIntervalHasMoreThanTheContract()
    {
        List<(Instant At, long Permits)> acquired = [];
        Walk(3_000, (limiter, random, now) =>
        {
            if (acquired.Count > 0 && now == Limiter.Start)
            {
                acquired.Clear();
            }

            var permits = Math.Min(limiter.MostAtOnce, random.Next(3) == 0 ? Wish(limiter, random) : Math.Max(1, limiter.Available(now)));
            if (!limiter.Acquire(permits, now))
            {
                return;
            }

            acquired.Add((now, permits));
            BigInteger sum = 0;
            for (var i = acquired.Count - 1; i >= 0; i--)
            {
                sum += acquired[i].Permits;
                Assert.True(sum <= limiter.MostWithin(acquired[i].At, now), $"{sum} permits were acquired in {now - acquired[i].At}.");
            }
        }, acquires: false);
    }

    [Fact]
    public void WaitingAsLongAsToldIsEnoughAndNoShorterWaitIs() => Walk(4_000, (limiter, random, now) =>
    {
        var permits = Wish(limiter, random);
        var told = limiter.NanosUntil(permits, now)!.Value;
        var then = new Instant(now.UnixNanos + told);

        Assert.True(limiter.Copy().Acquire(permits, then), $"Denied after the wait of {told} ns for {permits}.");
        Assert.Equal(told == 0, limiter.Copy().Acquire(permits, now));
        if (told > 0)
        {
            Assert.True(limiter.Available(new Instant(then.UnixNanos - limiter.PrecisionNanos)) < permits, $"{told} ns were too many.");
            Assert.False(limiter.Copy().Acquire(permits, new Instant(then.UnixNanos - limiter.PrecisionNanos)));
        }
    });

    [Fact]
    public void PermitsAreAcquiredAllOrNone() => Walk(5_000, (limiter, random, now) =>
    {
        var available = limiter.Available(now);
        if (available < limiter.MostAtOnce)
        {
            Assert.False(limiter.Acquire(available + 1, now));
            Assert.Equal(available, limiter.Available(now));
        }

        if (available > 0)
        {
            var permits = random.NextInt64(Math.Min(available, limiter.MostAtOnce)) + 1;
            Assert.True(limiter.Acquire(permits, now));
            Assert.Equal(available - permits, limiter.Available(now));
        }
    });

    [Fact]
    public void MoreThanCanEverBeIsNever() => Walk(6_000, (limiter, random, now) =>
    {
        Assert.InRange(limiter.Available(now), 0, limiter.Most);
        Assert.NotNull(limiter.NanosUntil(limiter.MostAtOnce, now));
        if (limiter.MostAtOnce == limiter.Most)
        {
            Assert.Null(limiter.NanosUntil(limiter.Most + 1, now));
            Assert.False(limiter.Acquire(limiter.Most + 1, now));
        }
    });

    [Fact]
    public void AClockThatJumpsBackNeitherRefillsNorThrows() => Walk(7_000, (limiter, random, now) =>
    {
        var available = limiter.Available(now);
        foreach (var nanos in (long[])[1, random.NextInt64(1, limiter.RefillNanos + 2), 3 * limiter.RefillNanos])
        {
            var (copy, back) = (limiter.Copy(), new Instant(Math.Max(0, now.UnixNanos - nanos)));
            var left = copy.Available(back);
            Assert.InRange(left, 0, available);
            Assert.Equal(left >= 1, copy.Acquire(1, back));
            Assert.True(copy.Available(back) <= left);
        }
    });

    [Fact]
    public void AfterAClockJumpedBackTheToldWaitIsEnough() => Walk(8_000, (limiter, random, now) =>
    {
        var back = new Instant(Math.Max(0, now.UnixNanos - random.NextInt64(1, 5 * limiter.RefillNanos)));
        var permits = Wish(limiter, random);
        if (!limiter.TakesNoticeOfTheClock || limiter.Acquire(permits, back))
        {
            return;
        }

        var told = limiter.NanosUntil(permits, back)!.Value;
        Assert.InRange(told, 1, limiter.LongestWaitNanos);
        Assert.True(limiter.Acquire(permits, new Instant(back.UnixNanos + told)), $"Denied after the wait of {told} ns for {permits}.");
    });

    [Fact]
    public void WhatIsEncodedAndDecodedGoesOnAsBefore() => Walk(9_000, (limiter, random, now) =>
    {
        var (original, copy) = (limiter.Copy(), limiter.Copy().Copy());
        for (var i = 0; i < 5; i++)
        {
            var permits = Wish(limiter, random);
            Assert.Equal(original.Acquire(permits, now), copy.Acquire(permits, now));
            AssertSame(original, copy, random, now);
            now = new Instant(now.UnixNanos + random.NextInt64(1 + (limiter.RefillNanos / 3)));
        }
    });

    [Fact]
    public void WhatIsGivenBackAtOnceIsThereAgain() => Walk(10_000, (limiter, random, now) =>
    {
        var before = limiter.Copy();
        if (limiter.GivesBack && limiter.Acquire(Wish(limiter, random), now))
        {
            limiter.GiveBackLatest(now);
            AssertSame(before, limiter, random, now);
        }
    });

    [Fact]
    public void WhatIsGivenBackLaterIsNoMoreThanIfItHadNeverBeenAcquired() => Walk(11_000, (limiter, random, now) =>
    {
        var (never, permits) = (limiter.Copy(), Wish(limiter, random));
        if (!limiter.GivesBack || !limiter.Acquire(permits, now))
        {
            return;
        }

        var later = new Instant(now.UnixNanos + random.NextInt64(1 + (limiter.RefillNanos / random.Next(1, 20))));
        var before = limiter.Available(later);
        limiter.GiveBackLatest(later);
        var after = limiter.Available(later);
        Assert.InRange(after, before, Math.Min(before + permits, never.Available(later)));
    });

    private static long Wish(Limiter limiter, Random random) => random.Next(4) switch
    {
        0 => 1,
        1 => limiter.MostAtOnce,
        2 => random.NextInt64(1, limiter.MostAtOnce + 1),
        _ => random.NextInt64(1, Math.Min(limiter.MostAtOnce, 5) + 1),
    };

    /// <summary>Two limits say the same, now and at some later time.</summary>
    private static void AssertSame(Limiter expected, Limiter actual, Random random, Instant now)
    {
        foreach (var then in (Instant[])[now, new Instant(now.UnixNanos + random.NextInt64(1 + expected.RefillNanos))])
        {
            var permits = Wish(expected, random);
            Assert.Equal(expected.Available(then), actual.Available(then));
            Assert.Equal(expected.NanosUntil(permits, then), actual.NanosUntil(permits, then));
        }
    }

    /// <summary>Looks at each limit along random walks through time on which permits are acquired.</summary>
    private void Walk(int firstSeed, Action<Limiter, Random, Instant> look, bool acquires = true)
    {
        foreach (var make in Limiters)
        {
            for (var seed = firstSeed; seed < firstSeed + Seeds; seed++)
            {
                var (limiter, random, now) = (make(), new Random(seed), Limiter.Start);
                for (var step = 0; step < Steps; step++)
                {
                    try
                    {
                        look(limiter, random, now);
                        if (acquires)
                        {
                            limiter.Acquire(Wish(limiter, random), now);
                        }
                    }
                    catch (Exception failure)
                    {
                        throw new InvalidOperationException($"{limiter}, seed {seed}, step {step}: {failure.Message}", failure);
                    }

                    now = new Instant(now.UnixNanos + Wait(limiter, random));
                }
            }
        }
    }

    // Never 0 after the first step, so that the start is seen once in a walk.
    private static long Wait(Limiter limiter, Random random) => 1 + (random.Next(8) switch
    {
        0 => 0,
        1 => random.NextInt64(limiter.RefillNanos),
        2 or 3 => random.NextInt64((limiter.RefillNanos / 8) + 1),
        _ => random.NextInt64((limiter.RefillNanos / limiter.Most) + 1),
    });
}
