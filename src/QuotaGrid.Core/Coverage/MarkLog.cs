namespace QuotaGrid.Core.Coverage;

/// <summary>The latest marks of a region, numbered one after the other by its versions: at most 4,096, in up to 16 KB.</summary>
internal sealed class MarkLog
{
    /// <summary>How many marks are kept.</summary>
    public const int Capacity = 4_096;

    private const int FirstLength = 64;
    private const int OffsetBits = 14;
    private const int BlockBits = 10;
    private const int AgeShift = OffsetBits + BlockBits;

    private uint[] _entries = new uint[FirstLength];
    private long _forgotten;

    /// <summary>A log that goes on after a version.</summary>
    public MarkLog(long version) => _forgotten = Version = version;

    /// <summary>The version of the last mark.</summary>
    public long Version { get; private set; }

    /// <summary>Whether every mark after a version is there.</summary>
    public bool Covers(long version) => version >= _forgotten;

    /// <summary>Adds a mark, which gets the next version.</summary>
    /// <param name="age">0 for the newest window, 1 for the one before.</param>
    /// <param name="block">The block.</param>
    /// <param name="offset">The offset.</param>
    public void Add(long age, int block, int offset)
    {
        if (Version - _forgotten == _entries.Length)
        {
            MakeRoom();
        }

        _entries[Version++ & (_entries.Length - 1)] = ((uint)age << AgeShift) | ((uint)block << OffsetBits) | (uint)offset;
    }

    /// <summary>Adds the marks after a version to a coverage that is in the newest window.</summary>
    public void AddTo(RegionCoverage coverage, long version)
    {
        for (; version < Version; version++)
        {
            var entry = _entries[version & (_entries.Length - 1)];
            var (block, offset) = ((int)(entry >> OffsetBits) & ((1 << BlockBits) - 1), (int)entry & ((1 << OffsetBits) - 1));
            coverage.MarkIn(coverage.NewestWindow - (entry >> AgeShift), block, offset);
        }
    }

    /// <summary>Forgets every mark, because a new window began and their ages are of the last one. Silos that were not behind miss nothing.</summary>
    public void Clear() => _forgotten = Version;

    private void MakeRoom()
    {
        if (_entries.Length == Capacity)
        {
            _forgotten++;
            return;
        }

        var grown = new uint[_entries.Length * 2];
        for (var version = _forgotten; version < Version; version++)
        {
            grown[version & (grown.Length - 1)] = _entries[version & (_entries.Length - 1)];
        }

        _entries = grown;
    }
}
