using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Containment;

/// <content>What is stored.</content>
internal sealed partial class Watch
{
    private const byte FormatVersion = 2;

    // Of version 1.
    private const int DeniedNow = 1;
    private const int DeniedBefore = 2;

    private const int Told = 4;

    /// <summary>Writes the state.</summary>
    public void Encode(SnapshotWriter writer)
    {
        writer.Byte(FormatVersion);
        _evidence.Encode(writer);
        _conviction.Encode(writer);
        _ballot.Encode(writer);
        writer.Int64(_syncStarted.UnixNanos);
        writer.Int64(_partStarted.UnixNanos);
        writer.Varint((ulong)_partTargets);
        writer.Varint((ulong)_partNovel);
        writer.Byte((byte)(_isPartTold ? Told : 0));
        _denied.Encode(writer);
        EncodeCohorts(writer);
        _blocks.Encode(writer);
        _relief.Encode(writer);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not a state of a known version.</exception>
    public static Watch Decode(SnapshotReader reader)
    {
        var version = reader.Version(nameof(Watch), FormatVersion);
        var watch = new Watch
        {
            _evidence = SweepEvidence.Decode(reader),
            _conviction = Conviction.Decode(reader),
            _ballot = Ballot.Decode(reader),
            _syncStarted = new Instant(reader.Int64()),
            _partStarted = new Instant(reader.Int64()),
            _partTargets = reader.Count(),
            _partNovel = (int)reader.Varint(0, int.MaxValue),
        };
        var flags = reader.Varint(0, DeniedNow | DeniedBefore | Told);
        watch._isPartTold = (flags & Told) != 0;
        watch._denied = version > 1 ? DeniedBacklog.Decode(reader) : DeniedBacklog.Of((flags & DeniedNow) != 0, (flags & DeniedBefore) != 0);
        watch._stage = watch._conviction.Stage;
        if (version >= 2)
        {
            watch.DecodeCohorts(reader);
            (watch._blocks, watch._relief) = (TouchedBlocks.Decode(reader), Relief.Decode(reader));
        }

        return watch;
    }
}
