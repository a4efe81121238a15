using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// Which blocks the new targets of one identity lie in: those that many of them are in, and how many blocks there are. 104 bytes, however many targets come.
/// </summary>
/// <remarks>
/// <para>
/// Misra and Gries, <i>Finding repeated elements</i> (1982), with <see cref="MaxBlocks"/> counters: every block with over a ninth of the targets is there, and a count is never too high. A book that is spread over the
/// country leaves nothing, a sweep of a slice leaves the slice.
/// </para>
/// <para>
/// How many blocks there are is counted by a bitmap of 256 bits (Whang, Vander-Zanden and Taylor, <i>A linear-time probabilistic counting algorithm</i>, 1990): within a tenth up to 500 blocks, and never over 1,420. Who
/// knows the hash could choose blocks that look fewer; it only describes.
/// </para>
/// </remarks>
internal struct TouchedBlocks
{
    /// <summary>The most blocks that are told apart.</summary>
    public const int MaxBlocks = 8;

    private const int CountBits = 14;
    private const ulong MostCount = (1UL << CountBits) - 1;
    private const int Bits = 256;
    private const int WordBits = 64;
    private const int HashShift = WordBits - 8;

    private Counters _counters;
    private Words _touched;
    private bool _isClosed;

    /// <summary>About how many different blocks there are.</summary>
    public readonly int Different
    {
        get
        {
            var set = 0;
            foreach (var word in (ReadOnlySpan<ulong>)_touched)
            {
                set += BitOperations.PopCount(word);
            }

            return (int)Math.Round(-Bits * Math.Log((double)Math.Max(1, Bits - set) / Bits));
        }
    }

    /// <summary>Takes up where a new target stands. After <see cref="Close"/> it begins anew.</summary>
    public void Add(TargetPlace place)
    {
        if (_isClosed)
        {
            this = default;
        }

        var block = place.RegionAndBlock;
        _touched[(int)(Mixed(block) >> HashShift) / WordBits] |= 1UL << ((int)(Mixed(block) >> HashShift) % WordBits);
        Span<ulong> counters = _counters;
        var free = -1;
        for (var i = 0; i < counters.Length; i++)
        {
            if (counters[i] >> CountBits == block)
            {
                counters[i] += (counters[i] & MostCount) < MostCount ? 1UL : 0;
                return;
            }

            free = counters[i] == 0 ? i : free;
        }

        if (free >= 0)
        {
            counters[free] = (block << CountBits) | 1;
            return;
        }

        foreach (ref var counter in counters)
        {
            counter = (counter & MostCount) == 1 ? 0 : counter - 1;
        }
    }

    /// <summary>Keeps what is there for as long as nothing is added: it explains what was done because of it.</summary>
    public void Close() => _isClosed = true;

    /// <summary>The blocks that many targets are in, those with most first.</summary>
    public readonly ImmutableArray<TouchedBlock> ToArray()
    {
        var blocks = ImmutableArray.CreateBuilder<TouchedBlock>(MaxBlocks);
        foreach (var counter in (ReadOnlySpan<ulong>)_counters)
        {
            if (counter != 0)
            {
                var place = TargetPlace.OfBlock(counter >> CountBits);
                blocks.Add(new TouchedBlock(place.Region, place.Block, (int)(counter & MostCount)));
            }
        }

        blocks.Sort(static (left, right) =>
            left.Targets != right.Targets ? right.Targets.CompareTo(left.Targets)
            : left.Region != right.Region ? left.Region.Code.CompareTo(right.Region.Code)
            : left.Block.CompareTo(right.Block));
        return blocks.DrainToImmutable();
    }

    /// <summary>Writes the state.</summary>
    public readonly void Encode(SnapshotWriter writer)
    {
        writer.Byte(_isClosed ? (byte)1 : (byte)0);
        var blocks = ToArray();
        writer.Varint((ulong)blocks.Length);
        foreach (var block in blocks)
        {
            writer.Varint(new TargetPlace(block.Region, block.Block, 0).RegionAndBlock);
            writer.Varint((ulong)block.Targets);
        }

        foreach (var word in (ReadOnlySpan<ulong>)_touched)
        {
            writer.Int64((long)word);
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not that.</exception>
    public static TouchedBlocks Decode(SnapshotReader reader)
    {
        var state = new TouchedBlocks { _isClosed = reader.Varint(0, 1) == 1 };
        var count = (int)reader.Varint(0, MaxBlocks);
        for (var i = 0; i < count; i++)
        {
            var place = TargetPlace.OfBlock(reader.Varint(0, ulong.MaxValue));
            if (!place.IsPlace || state.ToArray().Any(block => block.Region == place.Region && block.Block == place.Block))
            {
                throw new SnapshotFormatException($"The number {place.Value >> CountBits} names no block, or stands twice.");
            }

            state._counters[i] = place.Value | reader.Varint(1, MostCount);
        }

        foreach (ref var word in (Span<ulong>)state._touched)
        {
            word = (ulong)reader.Int64();
        }

        return state;
    }

    // The finalizer of SplitMix64 (Steele, Lea and Flood 2014): blocks follow each other, and their bits must not.
    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    [InlineArray(MaxBlocks)]
    private struct Counters
    {
        private ulong _first;
    }

    [InlineArray(Bits / WordBits)]
    private struct Words
    {
        private ulong _first;
    }
}
