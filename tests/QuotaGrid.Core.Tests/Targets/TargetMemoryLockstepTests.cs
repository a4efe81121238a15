using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>A memory that was stored and read goes on as the one that was not: the same answers for ever after, in both tiers and in between.</summary>
public sealed class TargetMemoryLockstepTests
{
    private static readonly Instant Start = new(1_790_000_000_123_456_789);

    [Theory]
    [InlineData(1, 25_920_000_000_000, 2_000, 1)]
    [InlineData(2, 77_760_000_000_000, 20_000, 1)]
    [InlineData(3, 241, 500, 1)]
    [InlineData(4, 25_920_000_000_000, 60_000, 200)]
    [InlineData(5, 25_920_000_000_000, 30_000, 800)]
    [InlineData(6, 864_000_001, 100_000, 900)]
    public void WhatWasStoredAnswersAsWhatWasNot(int seed, long horizonTicks, int numbers, int largestBatch)
    {
        var (random, horizon, now) = (new Random(seed), new TimeSpan(horizonTicks), Start);
        var (memory, stored, sketches) = (new TargetMemory(horizon), new TargetMemory(horizon), 0);
        for (var step = 0; step < 10_000; step++)
        {
            now += Advance(random, horizon);
            var window = random.Next(2) == 0 ? horizon : new TimeSpan(random.NextInt64(1, horizonTicks + 1));
            for (var left = random.Next(1, largestBatch + 1); left > 0; left--)
            {
                var target = UniformTargets.Of((uint)random.Next(1, numbers));
                Assert.Equal(memory.IsKnown(target, window, now), stored.IsKnown(target, window, now));
                memory.Learn(target, now);
                stored.Learn(target, now);
            }

            Assert.Equal(memory.IsExact, stored.IsExact);
            Assert.Equal(memory.CountWithin(window, now), stored.CountWithin(window, now));
            sketches += memory.IsExact ? 0 : 1;
            if (step % 16 == 0)
            {
                var batch = Enumerable.Range(0, random.Next(1, 300)).Select(_ => UniformTargets.Of((uint)random.Next(1, numbers))).ToArray();
                Assert.Equal(memory.CountNew(batch, now), stored.CountNew(batch, now));
                var count = random.Next(0, memory.CountWithin(window, now) + 1);
                Assert.Equal(memory.WhenCountFallsTo(count, window, now), stored.WhenCountFallsTo(count, window, now));
            }

            if (random.Next(50) == 0)
            {
                stored = Copy(stored);
            }
        }

        Assert.Equal(largestBatch > 1, sketches > 300);
        Assert.True(sketches < 9_800);
    }

    [Fact]
    public void ASketchIsExactAgainAsSoonAsAllOfItHasExpiredWhereverItsAgesBegin()
    {
        // Buckets of an hour. The first target is asked for again with all others, so that a stored memory begins later than one that was not stored.
        var memory = new TargetMemory(TimeSpan.FromHours(240));
        var start = new Instant(497_000L * 3_600 * Instant.NanosPerSecond);
        memory.Learn(UniformTargets.Of(1), start);
        for (uint number = 1; number <= 20_000; number++)
        {
            memory.Learn(UniformTargets.Of(number), start + TimeSpan.FromHours(100));
        }

        for (var hours = 338; hours < 360; hours++)
        {
            foreach (var copy in (TargetMemory[])[Copy(memory), Copy(Copy(memory))])
            {
                Assert.False(copy.IsExact);
                copy.Learn(UniformTargets.Of(30_000), start + TimeSpan.FromHours(hours));
                Assert.Equal(hours > 340, copy.IsExact);
            }
        }

        memory.Learn(UniformTargets.Of(30_000), start + TimeSpan.FromHours(340));
        Assert.False(memory.IsExact);
        memory.Learn(UniformTargets.Of(30_000), start + TimeSpan.FromHours(581));
        Assert.True(memory.IsExact);
        Assert.Equal(1, memory.CountWithin(memory.Horizon, start + TimeSpan.FromHours(581)));
    }

    private static TargetMemory Copy(TargetMemory memory)
    {
        var writer = new SnapshotWriter();
        memory.Encode(writer);
        return TargetMemory.Decode(new SnapshotReader(writer.ToArray()));
    }

    private static TimeSpan Advance(Random random, TimeSpan horizon) => new(random.Next(2_000) switch
    {
        < 500 => 0,
        < 1_500 => random.NextInt64(1 + (horizon.Ticks / 5_000)),
        < 1_980 => random.NextInt64(1 + (horizon.Ticks / 200)),
        < 1_992 => random.NextInt64(1 + (horizon.Ticks / 4)),
        _ => horizon.Ticks + random.NextInt64(1 + (horizon.Ticks / 6)),
    });
}
