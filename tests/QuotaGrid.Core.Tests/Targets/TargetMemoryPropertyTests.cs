using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Targets;

public sealed class TargetMemoryPropertyTests
{
    private const long Start = 1_790_000_000_123_456_789;
    private const int Steps = 60_000;

    [Theory]
    [InlineData(1, 240)]
    [InlineData(2, 241)]
    [InlineData(3, 99_999)]
    [InlineData(4, 36_000_000_000)]
    [InlineData(5, 36_000_000_001)]
    [InlineData(6, 25_920_000_000_000)]
    [InlineData(7, 77_760_000_000_000)]
    [InlineData(8, 316_224_000_000_000)]
    public void ItAnswersAsAListOfEveryEventDoesToWithinOneBucket(int seed, long horizonTicks)
    {
        var random = new Random(seed);
        var (memory, oracle) = (new TargetMemory(new TimeSpan(horizonTicks)), new EventList());
        var (now, bucket) = (Start, Math.Max(100, (horizonTicks * 100 / 240) + 1));
        for (var step = 0; step < Steps; step++)
        {
            now += Advance(random, horizonTicks * 100);
            var at = new Instant(now);
            var number = (uint)random.Next(1, 3_000);
            var target = EventList.TargetOf(number);
            var window = new TimeSpan(random.NextInt64(1, horizonTicks + 1));
            AssertKnown(memory, oracle, number, window, at, bucket);
            AssertKnown(memory, oracle, number, memory.Horizon, at, bucket);
            if (random.Next(2) == 0)
            {
                var known = memory.IsKnown(target, memory.Horizon, at);
                var added = memory.Learn(target, at);
                Assert.False(added && known, "A known target was learned as if it were new.");
                Assert.True(added || oracle.Has(number));
                oracle.Add(number, now);
                Assert.True(memory.IsKnown(target, new TimeSpan(1), at));
            }

            if (step % 100 == 0)
            {
                var count = memory.CountWithin(window, at);
                Assert.InRange(count, oracle.CountSince(now - (window.Ticks * 100)), oracle.CountSince(now - (window.Ticks * 100) - bucket));
                AssertFalls(memory, random.Next(0, count + 2), window, at);
            }

            if (step % 5_000 == 0)
            {
                memory = Decoded(memory);
            }
        }
    }

    [Fact]
    public void AClockThatJumpsBackForgetsNothingThatIsKnownAtItsLatestTimeAndKeepsNothingLongerThanIfAskedThen()
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            var random = new Random(seed);
            var horizon = TimeSpan.FromDays(seed);
            var (memory, oracle, latestOracle) = (new TargetMemory(horizon), new EventList(), new EventList());
            var (now, latest, bucket, nanos) = (Start, Start, horizon.Ticks * 100 / 240, horizon.Ticks * 100);
            for (var step = 0; step < 50_000; step++)
            {
                now += random.Next(20) == 0 ? -random.NextInt64(nanos / 10) : Advance(random, nanos);
                latest = Math.Max(now, latest);
                var number = (uint)random.Next(1, 500);
                var known = memory.IsKnown(EventList.TargetOf(number), horizon, new Instant(now));
                Assert.True(known || !oracle.AskedSince(number, latest - nanos), $"Seed {seed}, step {step}: forgotten too early.");
                Assert.True(!known || latestOracle.AskedSince(number, now - nanos - bucket), $"Seed {seed}, step {step}: known too long.");
                if (random.Next(2) == 0)
                {
                    memory.Learn(EventList.TargetOf(number), new Instant(now));
                    if (!oracle.AskedSince(number, now))
                    {
                        oracle.Add(number, now);
                    }

                    latestOracle.Add(number, latest);
                }
            }
        }
    }

    [Fact]
    public void AnotherHorizonKeepsWhatItsTimeSays()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var (from, to) = (new TimeSpan(random.NextInt64(240, 1_000_000)), new TimeSpan(random.NextInt64(240, 1_000_000)));
            var (memory, oracle, now) = (new TargetMemory(from), new EventList(), Start);
            for (var step = 0; step < 1_000; step++)
            {
                now += Advance(random, from.Ticks * 100) / 10;
                var number = (uint)random.Next(1, 300);
                memory.Learn(EventList.TargetOf(number), new Instant(now));
                oracle.Add(number, now);
            }

            // What the shorter horizon had forgotten by then stays forgotten.
            var held = now - (from.Ticks * 100);
            var other = memory.WithHorizon(to, new Instant(now));
            Assert.Equal(to, other.Horizon);
            var slack = ((from.Ticks + to.Ticks) * 100 / 240) + 2;
            for (var step = 0; step < 300; step++)
            {
                for (uint number = 1; number < 300; number++)
                {
                    var known = other.IsKnown(EventList.TargetOf(number), to, new Instant(now));
                    var then = now - (to.Ticks * 100);
                    Assert.True(known || !oracle.AskedSince(number, Math.Max(then, held)), $"Seed {seed}: forgotten too early.");
                    Assert.True(!known || oracle.AskedSince(number, then - slack), $"Seed {seed}: known too long.");
                }

                now += to.Ticks * 100 / 200;
            }
        }
    }

    private static void AssertKnown(TargetMemory memory, EventList oracle, uint number, TimeSpan window, Instant at, long bucket)
    {
        var known = memory.IsKnown(EventList.TargetOf(number), window, at);
        var then = at.UnixNanos - (window.Ticks * 100);
        Assert.True(known || !oracle.AskedSince(number, then), "A target that was asked for within the window is not known.");
        Assert.True(!known || oracle.AskedSince(number, then - bucket), "A target is known for more than the window and a bucket.");
    }

    private static void AssertFalls(TargetMemory memory, int count, TimeSpan window, Instant at)
    {
        var fallen = memory.WhenCountFallsTo(count, window, at);
        Assert.InRange(memory.CountWithin(window, fallen), 0, count);
        if (fallen == at)
        {
            return;
        }

        Assert.True(fallen > at);
        Assert.True(memory.CountWithin(window, new Instant(fallen.UnixNanos - 1)) > count, "The count falls earlier than it is said to.");
    }

    private static TargetMemory Decoded(TargetMemory memory)
    {
        var writer = new SnapshotWriter();
        memory.Encode(writer);
        var bytes = writer.ToArray();
        var reader = new SnapshotReader(bytes);
        var decoded = TargetMemory.Decode(reader);
        var again = new SnapshotWriter();
        decoded.Encode(again);
        Assert.True(reader.AtEnd);
        Assert.Equal(bytes, again.ToArray());
        return decoded;
    }

    /// <summary>Mostly small steps, sometimes none, sometimes past everything that is remembered.</summary>
    private static long Advance(Random random, long horizonNanos) => random.Next(1_000) switch
    {
        < 300 => 0,
        < 600 => random.Next(1, 100),
        < 900 => random.NextInt64(1 + (horizonNanos / 2_000)),
        < 990 => random.NextInt64(1 + (horizonNanos / 100)),
        < 998 => random.NextInt64(1 + (horizonNanos / 2)),
        _ => random.NextInt64(Math.Min(4 * horizonNanos, 86_400_000_000_000_000 / 20)),
    };
}
