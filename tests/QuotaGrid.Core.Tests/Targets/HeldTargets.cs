using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>
/// Target memory of small numbers by the second. The horizon of 240 seconds has buckets of one, and the start is at the beginning of one, also of buckets of half
/// a second and of two. What a memory holds is read from its stored form, so that also what no answer tells any more is seen.
/// </summary>
internal static class HeldTargets
{
    public static readonly TimeSpan Horizon = TimeSpan.FromSeconds(240);
    public static readonly Instant Start = new(1_790_000_000_000_000_000);

    public static Instant At(double second) => Start + TimeSpan.FromSeconds(second);

    public static Fingerprint TargetOf(int number) => new((ulong)(uint)number << 32);

    public static TargetMemory Learned(params (int Number, int Second)[] targets)
    {
        var memory = new TargetMemory(Horizon);
        foreach (var (number, second) in targets)
        {
            memory.Learn(TargetOf(number), At(second));
        }

        return memory;
    }

    /// <summary>Neighbouring numbers, all in one second and one batch.</summary>
    public static TargetMemory LearnedFrom(int first, int count, int second)
    {
        var memory = new TargetMemory(Horizon);
        memory.Advance(At(second));
        memory.AddNew([.. Enumerable.Range(first, count).Select(number => (uint)number)], At(second));
        return memory;
    }

    public static TargetMemory Merged(TargetMemory one, TargetMemory other)
    {
        var merged = TargetMemory.Decode(new SnapshotReader(Bytes(one)));
        merged.MergeFrom(other);
        return merged;
    }

    /// <summary>Each number that is held, of a sketch each cell, and its bucket; buckets are counted from the start.</summary>
    public static (int Number, long Bucket)[] Held(TargetMemory memory)
    {
        var reader = new SnapshotReader(Bytes(memory));
        reader.Version("memory", 2);
        reader.Varint(0, long.MaxValue);
        var first = (long)reader.Varint(0, long.MaxValue) - (Start.UnixNanos / (memory.Bucket.Ticks * 100));
        var universe = reader.Varint(0, 1) == 0 ? 1UL << 32 : 15_360;
        Assert.Equal(memory.IsExact, universe > 15_360);
        var (numbers, ages) = AgedSetCodec.Read(reader, universe, 16_384);
        Assert.True(reader.AtEnd);
        return [.. numbers.Select((number, i) => ((int)number, first + ages[i] - 1))];
    }

    private static byte[] Bytes(TargetMemory memory)
    {
        var writer = new SnapshotWriter();
        memory.Encode(writer);
        return writer.ToArray();
    }
}
