using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>What several memories of one identity come to together: the union, in whatever order, however often, stored or not.</summary>
public sealed class TargetMemoryMergeTests
{
    // Of 240 hours, so that a bucket is an hour.
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(240);
    private static readonly Instant Start = new(497_000L * 3_600 * Instant.NanosPerSecond);
    private static readonly int[] Sizes = [0, 1, 40, 3_000, 9_000, 16_384, 22_000, 40_000];

    [Fact]
    public void EveryOrderOfMergingIsTheUnionWhileNothingHasExpired()
    {
        for (var seed = 1; seed <= 25; seed++)
        {
            var random = new Random(seed);
            var parts = Enumerable.Range(0, 3).Select(_ => Part.Random(random, Sizes[random.Next(Sizes.Length)], random.Next(0, 170), 60)).ToArray();
            var all = Part.Union(parts);
            var expected = Bytes(all.Memory);
            foreach (var order in (int[][])[[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
            {
                var (first, second, third) = (parts[order[0]], parts[order[1]], parts[order[2]]);
                AssertSame(expected, Merged(Merged(first.Memory, second.Memory), third.Memory), $"seed {seed}, to the left");
                AssertSame(expected, Merged(first.Memory, Merged(second.Memory, third.Memory)), $"seed {seed}, to the right");
                AssertSame(expected, Merged(Copy(Merged(Copy(first.Memory), second.Memory)), Copy(third.Memory)), $"seed {seed}, stored");
            }

            all.AssertAnswers(Merged(Merged(parts[0].Memory, parts[1].Memory), parts[2].Memory), random);
        }
    }

    [Fact]
    public void TwoMemoriesComeToTheSameEitherWayHoweverFarApartTheyAre()
    {
        for (var seed = 100; seed < 220; seed++)
        {
            var random = new Random(seed);
            var early = Part.Random(random, Sizes[random.Next(Sizes.Length)], 0, random.Next(1, 300));
            var late = Part.Random(random, Sizes[random.Next(Sizes.Length)], random.Next(0, 700), random.Next(1, 300));
            var (one, other) = (Merged(early.Memory, late.Memory), Merged(late.Memory, early.Memory));

            AssertSame(Bytes(one), other, $"seed {seed}, {early.Hours.Count} and {late.Hours.Count} the other way round");
            Assert.Equal(one.IsExact, other.IsExact);
            Part.Union(early, late).AssertAnswers(one, random);
        }
    }

    [Fact]
    public void MergingAgainOrWithItselfOrWithNothingChangesNothing()
    {
        for (var seed = 300; seed < 360; seed++)
        {
            var random = new Random(seed);
            var early = Part.Random(random, Sizes[random.Next(Sizes.Length)], 0, random.Next(1, 240));
            var late = Part.Random(random, Sizes[random.Next(Sizes.Length)], random.Next(0, 500), random.Next(1, 240));
            var merged = Merged(early.Memory, late.Memory);
            var expected = Bytes(merged);

            AssertSame(expected, Merged(merged, late.Memory), $"seed {seed}, the later again");
            AssertSame(expected, Merged(merged, early.Memory), $"seed {seed}, the earlier again");
            AssertSame(expected, Merged(merged, merged), $"seed {seed}, with itself");
            AssertSame(expected, Merged(merged, new TargetMemory(Horizon)), $"seed {seed}, with nothing");
            AssertSame(expected, Merged(new TargetMemory(Horizon), merged), $"seed {seed}, nothing with it");
            AssertSame(expected, Merged(Copy(merged), Copy(early.Memory)), $"seed {seed}, stored");
            merged.MergeFrom(merged);
            AssertSame(expected, merged, $"seed {seed}, into itself");
        }
    }

    [Fact]
    public void ASketchThatHasExpiredByTheOthersTimeLeavesNothingBehind()
    {
        var random = new Random(7);
        var (early, late) = (Part.Random(random, 20_000, 0, 1), Part.Random(random, 100, 400, 1));
        Assert.False(early.Memory.IsExact);

        Assert.True(Merged(early.Memory, late.Memory).IsExact);
        Assert.True(Merged(late.Memory, early.Memory).IsExact);
    }

    [Fact]
    public void AMemoryIsMergedOnlyWithOneOfItsHorizon() => Assert.Throws<ArgumentException>(
        () => new TargetMemory(Horizon).MergeFrom(new TargetMemory(Horizon + TimeSpan.FromTicks(1))));

    private static TargetMemory Merged(TargetMemory one, TargetMemory other)
    {
        var merged = Copy(one);
        merged.MergeFrom(other);
        return merged;
    }

    private static byte[] Bytes(TargetMemory memory)
    {
        var writer = new SnapshotWriter();
        memory.Encode(writer);
        return writer.ToArray();
    }

    private static TargetMemory Copy(TargetMemory memory)
    {
        var bytes = Bytes(memory);
        var copy = TargetMemory.Decode(new SnapshotReader(bytes));
        AssertSame(bytes, copy, "stored, read and stored");
        return copy;
    }

    private static void AssertSame(byte[] expected, TargetMemory memory, string what) =>
        Assert.True(expected.AsSpan().SequenceEqual(Bytes(memory)), $"Another memory: {what}.");

    /// <summary>A memory, and the hour in which each of its targets was last asked for.</summary>
    private sealed record Part(TargetMemory Memory, Dictionary<uint, long> Hours)
    {
        public static Part Random(Random random, int targets, int firstHour, int hours)
        {
            var asked = new SortedDictionary<long, List<uint>>();
            for (var i = 0; i < targets; i++)
            {
                var hour = firstHour + (long)(hours * Math.Pow(random.NextDouble(), 2));
                (asked.TryGetValue(hour, out var list) ? list : asked[hour] = []).Add((uint)random.Next(1, 60_000));
            }

            return Of(asked.SelectMany(hour => hour.Value.Select(number => (number, hour.Key))));
        }

        public static Part Union(params Part[] parts) => Of(parts
            .SelectMany(part => part.Hours)
            .GroupBy(entry => entry.Key, (number, entries) => (number, Hour: entries.Max(entry => entry.Value)))
            .OrderBy(entry => entry.Hour));

        public void AssertAnswers(TargetMemory memory, Random random)
        {
            var latest = Hours.Values.Append(0).Max();
            for (var i = 0; i < 40; i++)
            {
                var (window, later) = (random.Next(1, 241), random.Next(0, 100));
                var at = Start + TimeSpan.FromHours(latest + later);
                var expected = Hours.Values.Count(hour => hour >= latest + later - window);
                var counted = memory.CountWithin(TimeSpan.FromHours(window), at);
                Assert.InRange(counted, memory.IsExact ? expected : expected * 0.9, memory.IsExact ? expected : expected * 1.1);
                foreach (var number in Enumerable.Range(0, 100).Select(_ => (uint)random.Next(1, 60_000)))
                {
                    var known = Hours.TryGetValue(number, out var hour) && hour >= latest + later - window;
                    var answer = memory.IsKnown(UniformTargets.Of(number), TimeSpan.FromHours(window), at);
                    Assert.True(answer == known || (answer && !memory.IsExact), $"{number} is taken for {(answer ? "known" : "new")}.");
                }
            }
        }

        private static Part Of(IEnumerable<(uint Number, long Hour)> asked)
        {
            var (memory, hours) = (new TargetMemory(Horizon), new Dictionary<uint, long>());
            foreach (var (number, hour) in asked)
            {
                memory.Learn(UniformTargets.Of(number), Start + TimeSpan.FromHours(hour));
                hours[number] = hour;
            }

            return new Part(memory, hours);
        }
    }
}
