using System.Collections.Concurrent;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// A silo's copy of what the regions know, so that a decision can ask whether anybody else asked for a target without a message. One
/// thread at a time may write (<see cref="Apply"/>, <see cref="MoveTo"/>), and any number may look meanwhile, without locks.
/// </summary>
/// <remarks>
/// Memory is bounded. When it is used up, the region that nobody looked into for the longest is dropped, and counted; of a region that is not here it answers
/// <see cref="PlaceCoverage.Unknown"/>. For the time of taking up one answer it may be over the bound by what that has, 2.6 MB at most.
/// </remarks>
public sealed class CoverageReplica
{
    /// <summary>Default: 512 MB. The phone numbers of the United States take 131 MB when many were asked for in both windows.</summary>
    public const long DefaultMaxBytes = 512L << 20;

    /// <summary>What a region takes besides its marks, in bytes.</summary>
    private const int RegionBytes = 256;

    private readonly ConcurrentDictionary<ulong, HeldRegion> _regions = new();
    private readonly CoverageWindow _window;
    private readonly long _maxBytes;
    private long _newest;
    private long _tick;
    private long _bytes;
    private long _dropped;

    /// <summary>A replica that has no region.</summary>
    /// <param name="window">The length of windows.</param>
    /// <param name="maxBytes">The most memory, in bytes.</param>
    public CoverageReplica(CoverageWindow window, long maxBytes = DefaultMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        (_window, _maxBytes) = (window, maxBytes);
    }

    /// <summary>How many regions are here.</summary>
    public int Regions => _regions.Count;

    /// <summary>Their memory, in bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>How many regions were dropped because memory was used up.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether anybody asked for a target.</summary>
    public PlaceCoverage Look(TargetPlace place)
    {
        if (!place.IsInRegion || !_regions.TryGetValue(place.Region.Code, out var region))
        {
            return PlaceCoverage.Unknown;
        }

        // Before looking, because a mark may arrive together with the last of the region.
        var whole = region.Whole;

        // Written only when it changes, so that the many who look do not take the line from each other.
        var tick = Volatile.Read(ref _tick);
        if (region.UsedAt != tick)
        {
            region.UsedAt = tick;
        }

        var found = region.Coverage.LookFrom(Volatile.Read(ref _newest), place.Block, place.Offset);
        return found == PlaceCoverage.New && !whole ? PlaceCoverage.Unknown : found;
    }

    /// <summary>The share of a block's targets that anybody asked for, 0 to 1, or null when it is not known here.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    public double? FillOf(RegionKey region, int block) =>
        _regions.TryGetValue(region.Code, out var held) && held.Whole ? held.Coverage.FillOf(block) : null;

    /// <summary>The regions that are here.</summary>
    public RegionKey[] Held() => [.. _regions.Keys.Select(RegionKey.OfCode)];

    /// <summary>How much of a region is here, to be told to the region.</summary>
    public RegionPosition PositionOf(RegionKey region) => _regions.TryGetValue(region.Code, out var held) ? held.Position : default;

    /// <summary>Takes up a region's answer, which may come late, twice or out of order.</summary>
    /// <param name="delta">The answer.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ArgumentException">The answer names no region.</exception>
    /// <exception cref="SnapshotFormatException">The places are damaged. Nothing was taken up.</exception>
    public void Apply(RegionDelta delta, Instant now)
    {
        if (!delta.Region.IsRegion)
        {
            throw new ArgumentException("The answer names no region.", nameof(delta));
        }

        var places = RegionCoverage.Decode(delta.Places, _window);
        MoveTo(now);
        if (!_regions.TryGetValue(delta.Region.Code, out var region))
        {
            region = _regions[delta.Region.Code] = new HeldRegion(_window) { UsedAt = _tick, Bytes = RegionBytes };
            _bytes += RegionBytes;
        }

        region.Coverage.MergeFrom(places);
        region.Coverage.MoveToWindow(_newest);
        if (region.Position == delta.From)
        {
            region.Position = delta.To;
            region.Whole |= delta.To.IsWhole;
        }

        Count(region);
        DropUnused(region);
    }

    /// <summary>Moves on to a time, so that what was asked for two windows ago is forgotten. Call it at least once a minute.</summary>
    public void MoveTo(Instant now)
    {
        Volatile.Write(ref _tick, now.UnixNanos / Instant.NanosPerSecond);
        var newest = _window.NumberAt(now);
        if (newest <= _newest)
        {
            return;
        }

        Volatile.Write(ref _newest, newest);
        foreach (var (_, region) in _regions)
        {
            region.Coverage.MoveToWindow(newest);
            Count(region);
        }
    }

    private void Count(HeldRegion region)
    {
        var bytes = region.Coverage.Bytes + RegionBytes;
        Volatile.Write(ref _bytes, _bytes + bytes - region.Bytes);
        region.Bytes = bytes;
    }

    private void DropUnused(HeldRegion latest)
    {
        while (_bytes > _maxBytes && _regions.Count > 1)
        {
            var unused = _regions.Where(pair => pair.Value != latest).MinBy(pair => (pair.Value.UsedAt, pair.Key));
            _regions.TryRemove(unused);
            Volatile.Write(ref _bytes, _bytes - unused.Value.Bytes);
            Volatile.Write(ref _dropped, _dropped + 1);
        }
    }
}
