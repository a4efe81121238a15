using System.Numerics;
using System.Runtime.InteropServices;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// Which offsets of a block were asked for: up to 256 as a list, more as a bitmap. Only grows. One thread may add while others ask: an offset
/// is one aligned 16-bit word or a bit of one, and a new array is complete before anybody sees it.
/// </summary>
/// <remarks>The list is not in order and holes in it are no offset, so that nothing ever moves. The length of the array says which of both it is.</remarks>
internal struct OffsetSet
{
    /// <summary>How many words of 16 bits a bitmap has, without any to spare.</summary>
    public const int BitmapWords = RegionKey.BlockTargets / WordBits;

    private const int WordBits = 16;
    private const int FirstLength = 4;
    private const int Growth = 4;
    private const int MaxListed = 256;
    private const ushort Hole = ushort.MaxValue;

    // What an array takes besides its elements, on 64 bits.
    private const int ArrayBytes = 24;

    private ushort[]? _offsets;
    private int _count;

    /// <summary>How many offsets there are.</summary>
    public readonly int Count => _count;

    /// <summary>The memory behind the set, in bytes: 0, 32, 56, 152, 536 or 1,280.</summary>
    public readonly int Bytes => _offsets is null ? 0 : (ArrayBytes + (_offsets.Length * sizeof(ushort)) + 7) & ~7;

    /// <summary>Whether the set has an offset.</summary>
    public readonly bool Contains(int offset)
    {
        var offsets = Volatile.Read(in _offsets);
        if (offsets is null)
        {
            return false;
        }

        return offsets.Length == BitmapWords
            ? (offsets[offset / WordBits] >> (offset % WordBits) & 1) != 0
            : offsets.AsSpan().Contains((ushort)offset);
    }

    /// <summary>Adds an offset.</summary>
    /// <returns>Whether it was not there.</returns>
    public bool Add(int offset)
    {
        if (Contains(offset))
        {
            return false;
        }

        if (_offsets is null || (_count == _offsets.Length && _count <= MaxListed))
        {
            Grow(_offsets is null ? FirstLength : _count * Growth);
        }

        if (_offsets!.Length == BitmapWords)
        {
            _offsets[offset / WordBits] |= (ushort)(1 << (offset % WordBits));
        }
        else
        {
            _offsets[_count] = (ushort)offset;
        }

        _count++;
        return true;
    }

    /// <summary>Adds all offsets of another set.</summary>
    public void UnionWith(in OffsetSet other)
    {
        var offsets = other._offsets;
        if (offsets?.Length == BitmapWords)
        {
            UnionWithBitmap(offsets);
            return;
        }

        for (var i = 0; i < other._count; i++)
        {
            Add(offsets![i]);
        }
    }

    /// <summary>Sets the bits of the set's offsets in a bitmap.</summary>
    public readonly void AddTo(Span<ushort> bitmap)
    {
        if (_offsets?.Length == BitmapWords)
        {
            Or(bitmap, _offsets);
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            bitmap[_offsets![i] / WordBits] |= (ushort)(1 << (_offsets[i] % WordBits));
        }
    }

    /// <summary>Counts the bits of a bitmap.</summary>
    public static int CountOf(ReadOnlySpan<ushort> bitmap)
    {
        var wide = MemoryMarshal.Cast<ushort, ulong>(bitmap);
        var count = 0;
        foreach (var word in wide)
        {
            count += BitOperations.PopCount(word);
        }

        foreach (var word in bitmap[(wide.Length * (sizeof(ulong) / sizeof(ushort)))..])
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    private void UnionWithBitmap(ReadOnlySpan<ushort> bitmap)
    {
        if (_offsets?.Length != BitmapWords)
        {
            Grow(BitmapWords);
        }

        Or(_offsets, bitmap);
        _count = CountOf(_offsets);
    }

    // Word by word, so that who asks meanwhile sees each word as it was or as it will be.
    private static void Or(Span<ushort> target, ReadOnlySpan<ushort> source)
    {
        for (var i = 0; i < source.Length; i++)
        {
            target[i] |= source[i];
        }
    }

    private void Grow(int length)
    {
        ushort[] grown;
        if (length > MaxListed)
        {
            grown = new ushort[BitmapWords];
            AddTo(grown);
        }
        else
        {
            grown = new ushort[length];
            grown.AsSpan(_count).Fill(Hole);
            _offsets?.CopyTo(grown, 0);
        }

        Volatile.Write(ref _offsets, grown);
    }
}
