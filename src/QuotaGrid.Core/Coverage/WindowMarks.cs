namespace QuotaGrid.Core.Coverage;

/// <summary>Which places of a region were asked for in one window. One thread may add while others ask.</summary>
internal sealed class WindowMarks(long number)
{
    private const int PageBlocks = 32;
    private const int Pages = (RegionKey.Blocks + PageBlocks - 1) / PageBlocks;

    // Of this object and its table of pages, and of a page of sets, on 64 bits.
    private const int OwnBytes = 320;
    private const int PageBytes = 24 + (PageBlocks * 16);

    // Blocks that nobody asked for cost nothing but their share of this, so that a region with few is small.
    private readonly OffsetSet[]?[] _pages = new OffsetSet[]?[Pages];
    private WindowMarks? _before;

    /// <summary>The window's number.</summary>
    public long Number { get; } = number;

    /// <summary>The window before, if anything was asked for in it.</summary>
    public WindowMarks? Before
    {
        get => Volatile.Read(ref _before);
        set => Volatile.Write(ref _before, value);
    }

    /// <summary>The memory of this window, in bytes.</summary>
    public long Bytes { get; private set; } = OwnBytes;

    /// <summary>How many offsets of a block were asked for.</summary>
    public int CountOf(int block) => _pages[block / PageBlocks] is { } page ? page[block % PageBlocks].Count : 0;

    /// <summary>Whether a place was asked for.</summary>
    public bool Contains(int block, int offset) =>
        Volatile.Read(ref _pages[block / PageBlocks]) is { } page && page[block % PageBlocks].Contains(offset);

    /// <summary>Marks a place.</summary>
    /// <returns>Whether it was not marked.</returns>
    public bool Add(int block, int offset)
    {
        ref var set = ref SetOf(block);
        var before = set.Bytes;
        var added = set.Add(offset);
        Bytes += set.Bytes - before;
        return added;
    }

    /// <summary>Marks what another window has marked of a block.</summary>
    public void UnionBlock(int block, WindowMarks other)
    {
        if (other.CountOf(block) == 0)
        {
            return;
        }

        ref var set = ref SetOf(block);
        var before = set.Bytes;
        set.UnionWith(other._pages[block / PageBlocks]![block % PageBlocks]);
        Bytes += set.Bytes - before;
    }

    /// <summary>Marks what another window has marked.</summary>
    public void UnionWith(WindowMarks other)
    {
        for (var block = 0; block < RegionKey.Blocks; block++)
        {
            UnionBlock(block, other);
        }
    }

    /// <summary>Sets the bits of a block's offsets in a bitmap.</summary>
    public void AddTo(int block, Span<ushort> bitmap)
    {
        if (_pages[block / PageBlocks] is { } page)
        {
            page[block % PageBlocks].AddTo(bitmap);
        }
    }

    private ref OffsetSet SetOf(int block)
    {
        ref var page = ref _pages[block / PageBlocks];
        if (page is null)
        {
            Volatile.Write(ref page, new OffsetSet[PageBlocks]);
            Bytes += PageBytes;
        }

        return ref page[block % PageBlocks];
    }
}
