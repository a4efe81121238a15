using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Coverage;

/// <content>The stored form, which is also that of the wire.</content>
/// <remarks>
/// The version, the length of a window in seconds, the number of the newest window; then in one run of bits for the newest window and the one before: how many blocks have marks, which (a set
/// of so many from 1,000), and for each of them how many offsets and which (a set from 10,000; where more than half are marked, of those that are not). Sizes are in Elias's
/// gamma code, sets in <see cref="GapCode"/>. Canonical: one coverage has one form.
/// </remarks>
public sealed partial class RegionCoverage
{
    private const byte FormatVersion = 1;
    private const int HalfOfBlock = RegionKey.BlockTargets / 2;

    /// <summary>The stored form. A block takes at most 1,253 bytes a window.</summary>
    public byte[] Encode()
    {
        var writer = new SnapshotWriter();
        Write(writer);
        return writer.ToArray();
    }

    /// <summary>Reads a stored form.</summary>
    /// <param name="bytes">What <see cref="Encode"/> made.</param>
    /// <param name="window">The length of windows. What was stored under another is taken to be of the window in which its newest window began.</param>
    /// <exception cref="SnapshotFormatException">The bytes are damaged or of a newer version.</exception>
    public static RegionCoverage Decode(ReadOnlyMemory<byte> bytes, CoverageWindow window)
    {
        var reader = new SnapshotReader(bytes);
        var coverage = Read(reader, window);
        return reader.AtEnd ? coverage : throw new SnapshotFormatException("Bytes follow after the end of a region's coverage.");
    }

    internal void Write(SnapshotWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Varint((ulong)Window.Seconds);
        writer.Varint((ulong)NewestWindow);
        var bits = new BitWriter(writer);
        WriteMarks(bits, Newest);
        WriteMarks(bits, Newest.Before);
        bits.Finish();
    }

    internal static RegionCoverage Read(SnapshotReader reader, CoverageWindow window)
    {
        reader.Version("A region's coverage", FormatVersion);
        var seconds = (long)reader.Varint((ulong)CoverageWindow.Min.TotalSeconds, (ulong)CoverageWindow.Max.TotalSeconds);
        var newest = (long)reader.Varint(0, (ulong)(long.MaxValue / Time.Instant.NanosPerSecond / seconds));
        var coverage = new RegionCoverage(window);
        coverage.MoveToWindow(newest * seconds / window.Seconds);
        var bits = new BitReader(reader);
        ReadMarks(bits, coverage, coverage.NewestWindow);
        ReadMarks(bits, coverage, coverage.NewestWindow - 1);
        bits.Finish();
        return coverage;
    }

    private static void WriteMarks(BitWriter bits, WindowMarks? marks)
    {
        Span<ushort> blocks = stackalloc ushort[RegionKey.Blocks];
        var count = 0;
        for (var block = 0; block < RegionKey.Blocks && marks is not null; block++)
        {
            if (marks.CountOf(block) > 0)
            {
                blocks[count++] = (ushort)block;
            }
        }

        bits.Gamma((ulong)count + 1);
        var gaps = new GapWriter(bits, RegionKey.Blocks, count);
        foreach (var block in blocks[..count])
        {
            gaps.Add(block);
        }

        Span<ushort> bitmap = stackalloc ushort[OffsetSet.BitmapWords];
        foreach (var block in blocks[..count])
        {
            bitmap.Clear();
            marks!.AddTo(block, bitmap);
            WriteOffsets(bits, bitmap, marks.CountOf(block));
        }
    }

    private static void WriteOffsets(BitWriter bits, ReadOnlySpan<ushort> bitmap, int marked)
    {
        bits.Gamma((ulong)marked);
        var inverted = marked > HalfOfBlock;
        var gaps = new GapWriter(bits, RegionKey.BlockTargets, inverted ? RegionKey.BlockTargets - marked : marked);
        foreach (var offset in new OffsetBits(bitmap, inverted))
        {
            gaps.Add((ulong)offset);
        }
    }

    private static void ReadMarks(BitReader bits, RegionCoverage coverage, long window)
    {
        var count = (int)(bits.Gamma(RegionKey.Blocks + 1) - 1);
        if (count > 0 && window < 0)
        {
            throw new SnapshotFormatException("Places are marked in a window before the first.");
        }

        Span<ushort> blocks = stackalloc ushort[RegionKey.Blocks];
        var gaps = new GapReader(bits, RegionKey.Blocks, count);
        for (var i = 0; i < count; i++)
        {
            blocks[i] = (ushort)gaps.Next();
        }

        foreach (var block in blocks[..count])
        {
            ReadOffsets(bits, coverage.MarksOf(window)!, block);
        }
    }

    private static void ReadOffsets(BitReader bits, WindowMarks marks, int block)
    {
        var marked = (int)bits.Gamma(RegionKey.BlockTargets);
        var inverted = marked > HalfOfBlock;
        var listed = inverted ? RegionKey.BlockTargets - marked : marked;
        var gaps = new GapReader(bits, RegionKey.BlockTargets, listed);
        var next = 0;
        for (var i = 0; i < listed; i++)
        {
            var offset = (int)gaps.Next();
            for (; inverted && next < offset; next++)
            {
                marks.Add(block, next);
            }

            next = offset + 1;
            if (!inverted)
            {
                marks.Add(block, offset);
            }
        }

        for (; inverted && next < RegionKey.BlockTargets; next++)
        {
            marks.Add(block, next);
        }
    }
}
