using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>Target memory against a list of when everything was asked for: about 14 million questions and answers.</summary>
public sealed class TargetMemoryMillionsTests
{
    private const long Start = 1_790_000_000_123_456_789;

    [Theory]
    [InlineData(1, 240, 300, false, 1_000_000)]
    [InlineData(2, 99_999, 2_000, false, 1_000_000)]
    [InlineData(3, 25_920_000_000_000, 3_000, false, 2_000_000)]
    [InlineData(4, 36_000_000_001, 16_000, false, 1_000_000)]
    [InlineData(5, 316_224_000_000_000, 500, false, 2_000_000)]
    [InlineData(6, 77_760_000_000_000, 60, true, 2_000_000)]
    [InlineData(7, 25_920_000_000_000, 3_000, true, 2_000_000)]
    [InlineData(8, 241, 700, true, 1_000_000)]
    [InlineData(9, 36_000_000_000, 12_000, true, 1_000_000)]
    public void ItKnowsWhatWasAskedForToWithinOneBucketWhateverTheClockDoes(int seed, long horizonTicks, int numbers, bool goesBack, int operations)
    {
        var walk = new Walk(seed, new TimeSpan(horizonTicks), numbers, goesBack);
        while (walk.Operations < operations)
        {
            walk.Step();
        }

        Assert.InRange(walk.Operations, operations, operations + 10_000);
    }

    private sealed class Walk(int seed, TimeSpan horizon, int numbers, bool goesBack)
    {
        private readonly Random _random = new(seed);
        private readonly AskedTimes _oracle = new(numbers);
        private readonly long _horizon = horizon.Ticks * 100;
        private readonly long _bucket = ((horizon.Ticks * 100) + 239) / 240;
        private TargetMemory _memory = new(horizon);
        private long _now = Start;
        private int _steps;

        public int Operations { get; private set; }

        public void Step()
        {
            _steps++;
            _now += Advance();
            _oracle.See(_now);
            var window = _random.Next(4) == 0 ? horizon : new TimeSpan(_random.NextInt64(1, horizon.Ticks + 1));
            for (var i = 0; i < 4; i++)
            {
                AssertKnown((uint)_random.Next(numbers), window);
            }

            Learn((uint)_random.Next(numbers));
            if (_steps % 64 == 0)
            {
                AssertCount(window);
            }

            if (_steps % 512 == 0)
            {
                AssertNew();
            }

            if (_steps % 2_048 == 0)
            {
                AssertFalls(window);
            }

            if (_steps % 20_000 == 0)
            {
                Store();
            }
        }

        private void Learn(uint number)
        {
            Operations++;
            _memory.Learn(EventList.TargetOf(number + 1), new Instant(_now));
            _oracle.Ask(number, _now);
        }

        private void AssertKnown(uint number, TimeSpan window)
        {
            Operations++;
            var known = _memory.IsKnown(EventList.TargetOf(number + 1), window, new Instant(_now));
            var right = known ? _oracle.MayKnow(number, _now, window.Ticks * 100, _bucket) : !_oracle.MustKnow(number, _now, window.Ticks * 100, _horizon);
            Assert.True(right, Where($"{number} is {(known ? "known" : "not known")} in {window}"));
        }

        private void AssertCount(TimeSpan window)
        {
            Operations += 2;
            var count = _memory.CountWithin(window, new Instant(_now));
            var (least, most) = _oracle.CountWithin(_now, window.Ticks * 100, _horizon, _bucket);
            Assert.True(count >= least && count <= most, Where($"{count} in {window}, not {least} to {most}"));
            Assert.True(_memory.IsExact);
        }

        private void AssertNew()
        {
            var batch = Enumerable.Range(0, _random.Next(1, 400)).Select(_ => (uint)_random.Next(numbers)).ToArray();
            Operations += batch.Length;
            var count = _memory.CountNew([.. batch.Select(number => EventList.TargetOf(number + 1))], new Instant(_now));
            var least = batch.Distinct().Count(number => !_oracle.MayKnow(number, _now, _horizon, _bucket));
            var most = batch.Distinct().Count(number => !_oracle.MustKnow(number, _now, _horizon, _horizon));
            Assert.True(count >= least && count <= most, Where($"{count} of {batch.Length} are new, not {least} to {most}"));
        }

        private void AssertFalls(TimeSpan window)
        {
            Operations++;
            var at = new Instant(_now);
            var many = _memory.CountWithin(window, at);
            var count = _random.Next(0, many + 2);
            var falls = _memory.WhenCountFallsTo(count, window, at);
            Assert.True(_memory.CountWithin(window, falls) <= count, Where($"There are more than {count} at {falls}"));
            Assert.Equal(many <= count, falls == at);
            if (falls != at)
            {
                Assert.True(_memory.CountWithin(window, new Instant(falls.UnixNanos - 1)) > count, Where($"There are {count} sooner than {falls}"));
            }

            if (falls != at && !goesBack)
            {
                // Who leaves then was asked for a window before it, and less than a bucket earlier.
                Assert.InRange(falls.UnixNanos - (window.Ticks * 100) - _oracle.LatestBut(count), 1, _bucket);
            }
        }

        private void Store()
        {
            var writer = new SnapshotWriter();
            _memory.Encode(writer);
            _memory = TargetMemory.Decode(new SnapshotReader(writer.ToArray()));
        }

        private long Advance() => _random.Next(2_000) switch
        {
            < 900 => 0,
            < 1_300 => _random.Next(1, 100),
            < 1_900 => _random.NextInt64(1 + (_bucket / 100)),
            < 1_990 => _random.NextInt64(1 + _bucket),
            < 1_993 => _bucket - (_now % _bucket),
            < 1_996 => goesBack ? -_random.NextInt64(1 + (_horizon / 3)) : 0,
            < 1_998 => _random.NextInt64(1 + (_horizon / 8)),
            < 1_999 => _random.Next(20) == 0 ? _horizon : 0,
            _ => _random.Next(50) == 0 && _now < 4 * Start ? _random.NextInt64(Math.Min(3 * _horizon, 2_000_000_000_000_000)) : 0,
        };

        private string Where(string what) => $"Seed {seed}, step {_steps}, {_now - Start} ns after the start: {what}.";
    }
}
