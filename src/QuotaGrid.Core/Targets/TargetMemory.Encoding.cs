using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Targets;

/// <content>The stored form.</content>
public sealed partial class TargetMemory
{
    private const byte FormatVersion = 2;
    private const byte ExactTier = 0;
    private const byte SketchTier = 1;

    /// <summary>
    /// Writes the memory: what is exact as <see cref="AgedSetCodec"/> does, and of a sketch the cells that were hit likewise. Two memories that hold the same write the same,
    /// however they came to it.
    /// </summary>
    public void Encode(SnapshotWriter writer)
    {
        var (numbers, ages) = Numbers();
        var oldest = ages.DefaultIfEmpty(FirstAge).Min();
        foreach (ref var age in ages.AsSpan())
        {
            age -= (byte)(oldest - FirstAge);
        }

        writer.Byte(FormatVersion);
        writer.Varint((ulong)Horizon.Ticks);
        writer.Varint(ages.Length == 0 ? 0 : (ulong)(_baseBucket + oldest - FirstAge));
        writer.Byte(IsExact ? ExactTier : SketchTier);
        AgedSetCodec.Write(writer, IsExact ? AgedSetCodec.MaxUniverse : TargetSketch.CellCount, numbers, ages);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote, in this version or an earlier one.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not a memory of a known version.</exception>
    public static TargetMemory Decode(SnapshotReader reader)
    {
        var version = reader.Version(nameof(TargetMemory), FormatVersion);
        var horizon = new TimeSpan((long)reader.Varint(BucketsPerHorizon, (ulong)TimeSpan.FromDays(366).Ticks));
        var memory = new TargetMemory(horizon);

        // The latest instant that can be asked about, a horizon after the last age, is one that can be told.
        var latestBase = ((long.MaxValue - (horizon.Ticks * Instant.NanosPerTick)) / memory._bucketNanos) - LastAge - 1;
        memory._baseBucket = (long)reader.Varint(0, (ulong)latestBase);
        if (version == 1)
        {
            memory.ReadVersion1(reader);
            return memory;
        }

        if (reader.Varint(ExactTier, SketchTier) == ExactTier)
        {
            var (tokens, ages) = AgedSetCodec.Read(reader, AgedSetCodec.MaxUniverse, ExactCapacity);
            if (tokens is [0, ..])
            {
                throw new SnapshotFormatException("A remembered target has the token 0.");
            }

            memory._exact.Fill(tokens, ages);
        }
        else
        {
            var (hit, ages) = AgedSetCodec.Read(reader, TargetSketch.CellCount, TargetSketch.CellCount);
            var cells = new byte[TargetSketch.CellCount];
            for (var i = 0; i < hit.Length; i++)
            {
                cells[hit[i]] = ages[i];
            }

            memory._sketch = new TargetSketch(cells);
        }

        return memory;
    }

    // The tokens in ascending order as differences, then the age of each in a byte.
    private void ReadVersion1(SnapshotReader reader)
    {
        var tokens = new uint[(int)reader.Varint(0, ExactCapacity)];
        uint last = 0;
        foreach (ref var token in tokens.AsSpan())
        {
            last += (uint)reader.Varint(1, uint.MaxValue - last);
            token = last;
        }

        var ages = reader.Bytes(tokens.Length);
        if (ages.Contains((byte)0))
        {
            throw new SnapshotFormatException("A remembered target has no time.");
        }

        _exact.Fill(tokens, ages);
    }

    /// <summary>The tokens or the cells that were hit, and their ages.</summary>
    private (uint[] Numbers, byte[] Ages) Numbers()
    {
        if (_sketch is null)
        {
            return (_exact.Tokens.ToArray(), _exact.Ages.ToArray());
        }

        var (cells, ages) = (new List<uint>(), new List<byte>());
        for (var cell = 0; cell < TargetSketch.CellCount; cell++)
        {
            if (_sketch.Cells[cell] != 0)
            {
                cells.Add((uint)cell);
                ages.Add(_sketch.Cells[cell]);
            }
        }

        return ([.. cells], [.. ages]);
    }
}
