using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// The truth about a region, in its grain: takes up what silos marked and answers what others marked since. It keeps nothing about silos, so how many there are and
/// what became of their messages does not matter.
/// </summary>
/// <remarks>
/// Every mark has a version. A silo that is few marks behind gets those; one that is further behind gets the blocks that have marks it has not, whole, at most
/// 64 in an answer. A later activation goes on counting under another epoch and takes positions of the one that wrote its snapshot for what that snapshot has; what the
/// dead one learned after it is lost to the region and stays with the silos that have it, where it is as true as before.
/// </remarks>
public sealed class RegionOwner
{
    /// <summary>The most whole blocks in an answer, which then has at most 160 KB.</summary>
    public const int MaxBlocks = 64;

    private const byte FormatVersion = 1;

    private readonly long[] _versions = new long[RegionKey.Blocks];
    private readonly RegionCoverage _coverage;
    private readonly MarkLog _log;
    private readonly Epoch _epoch;
    private readonly Epoch _parent;
    private readonly long _inherited;

    /// <summary>A region that nobody asked for anything of.</summary>
    /// <param name="region">The region.</param>
    /// <param name="epoch">Names this activation.</param>
    /// <param name="window">The length of its windows.</param>
    /// <exception cref="ArgumentException">The epoch names none.</exception>
    public RegionOwner(RegionKey region, Epoch epoch, CoverageWindow window)
        : this(region, epoch, new RegionCoverage(window), parent: default, version: 0)
    {
    }

    private RegionOwner(RegionKey region, Epoch epoch, RegionCoverage coverage, Epoch parent, long version)
    {
        if (epoch.Value == 0)
        {
            throw new ArgumentException("An activation needs an epoch.", nameof(epoch));
        }

        (Region, _epoch, _coverage, _parent, _inherited) = (region, epoch, coverage, parent, version);
        _log = new MarkLog(version);
        for (var block = 0; block < RegionKey.Blocks; block++)
        {
            // Which mark was a block's last is not stored. Silos that were not behind need none of it.
            _versions[block] = coverage.CountsNothingOf(block) ? 0 : version;
        }
    }

    /// <summary>The region.</summary>
    public RegionKey Region { get; }

    /// <summary>How many marks there were. When it has not changed, nothing has to be stored.</summary>
    public long Version => _log.Version;

    /// <summary>The share of a block's targets that anybody asked for, 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    public double FillOf(int block) => _coverage.FillOf(block);

    /// <summary>Takes up a silo's marks and answers what it does not have.</summary>
    /// <param name="marks">The silo's message. Taking it up twice changes nothing.</param>
    /// <param name="now">The region's time, which alone decides when windows change.</param>
    /// <exception cref="ArgumentException">The message is about another region.</exception>
    /// <exception cref="SnapshotFormatException">The places are damaged. Nothing was taken up.</exception>
    public RegionDelta Exchange(RegionMarks marks, Instant now)
    {
        if (marks.Region != Region)
        {
            throw new ArgumentException($"Marks of {marks.Region} came to {Region}.", nameof(marks));
        }

        var places = marks.Places.IsEmpty ? null : RegionCoverage.Decode(marks.Places, _coverage.Window);
        if (_coverage.Window.NumberAt(now) > _coverage.NewestWindow)
        {
            _coverage.MoveTo(now);
            _log.Clear();
        }

        if (places is not null)
        {
            TakeUp(places);
        }

        var delta = new RegionCoverage(_coverage.Window);
        delta.MoveToWindow(_coverage.NewestWindow);
        var to = AddTo(delta, Understood(marks.Position));
        return new RegionDelta(Region, marks.Number, marks.Position, to, delta.Encode());
    }

    /// <summary>The stored form.</summary>
    public byte[] Encode()
    {
        var writer = new SnapshotWriter();
        writer.Byte(FormatVersion);
        writer.Int64((long)_epoch.Value);
        writer.Varint((ulong)Version);
        _coverage.Write(writer);
        return writer.ToArray();
    }

    /// <summary>Reads a stored form.</summary>
    /// <param name="region">The region.</param>
    /// <param name="bytes">What <see cref="Encode"/> made.</param>
    /// <param name="epoch">Names this activation.</param>
    /// <param name="window">The length of windows.</param>
    /// <exception cref="SnapshotFormatException">The bytes are damaged or of a newer version.</exception>
    public static RegionOwner Decode(RegionKey region, ReadOnlyMemory<byte> bytes, Epoch epoch, CoverageWindow window)
    {
        var reader = new SnapshotReader(bytes);
        reader.Version("A region", FormatVersion);
        var parent = new Epoch((ulong)reader.Int64());
        var version = reader.Count();
        var coverage = RegionCoverage.Read(reader, window);
        return reader.AtEnd
            ? new RegionOwner(region, epoch, coverage, parent, version)
            : throw new SnapshotFormatException("Bytes follow after the end of a region.");
    }

    private void TakeUp(RegionCoverage places)
    {
        Span<ushort> bitmap = stackalloc ushort[OffsetSet.BitmapWords];
        for (var marks = places.Newest; marks is not null; marks = marks.Before)
        {
            // A silo whose clock is ahead means what is now.
            var window = Math.Min(marks.Number, _coverage.NewestWindow);
            for (var block = 0; block < RegionKey.Blocks; block++)
            {
                if (marks.CountOf(block) > 0)
                {
                    bitmap.Clear();
                    marks.AddTo(block, bitmap);
                    TakeUp(window, block, bitmap);
                }
            }
        }
    }

    private void TakeUp(long window, int block, ReadOnlySpan<ushort> bitmap)
    {
        foreach (var offset in new OffsetBits(bitmap))
        {
            if (_coverage.MarkIn(window, block, offset))
            {
                _log.Add(_coverage.NewestWindow - window, block, offset);
                _versions[block] = _log.Version;
            }
        }
    }

    // A position that this activation cannot have given is nothing.
    private RegionPosition Understood(RegionPosition position)
    {
        var most = Version;
        if (position.Epoch == _parent)
        {
            most = _inherited;
            position = position with { Version = Math.Min(position.Version, most), Target = Math.Min(position.Target, most) };
        }
        else if (position.Epoch != _epoch)
        {
            return default;
        }

        return position.Version >= 0 && position.Version <= most && position.Target >= 0 && position.Target <= most
            && position.NextBlock is >= 0 and < RegionKey.Blocks
            ? position
            : default;
    }

    private RegionPosition AddTo(RegionCoverage delta, RegionPosition from)
    {
        if (from.NextBlock == 0 && _log.Covers(from.Version))
        {
            _log.AddTo(delta, from.Version);
            return new RegionPosition(_epoch, Version, Target: 0, NextBlock: 0);
        }

        var target = from.NextBlock == 0 ? Version : from.Target;
        var added = 0;
        for (var block = from.NextBlock; block < RegionKey.Blocks; block++)
        {
            if (_versions[block] > from.Version)
            {
                if (added == MaxBlocks)
                {
                    return new RegionPosition(_epoch, from.Version, target, block);
                }

                delta.MergeBlock(block, _coverage);
                added++;
            }
        }

        return new RegionPosition(_epoch, target, Target: 0, NextBlock: 0);
    }
}
