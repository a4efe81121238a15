using System.Runtime.Intrinsics;
using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Evidence;

/// <content>What is stored.</content>
public partial struct SweepEvidence
{
    private const byte FormatVersion = 2;
    private const int LogRange = LogNumber.Most - LogNumber.Least;

    /// <summary>Writes the state.</summary>
    public readonly void Encode(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Byte(FormatVersion);
        writer.Varint((ulong)_starts);
        writer.Int64(_epochEndNanos);
        writer.Byte(_isPastFirstSync ? (byte)1 : (byte)0);
        writer.Varint((ulong)_peak);
        writer.Byte((byte)_peakSignal);
        foreach (ref readonly var process in (ReadOnlySpan<EProcess>)_processes)
        {
            for (var i = 0; i < LikelihoodRatios.Alternatives; i++)
            {
                writer.Varint((ulong)(process.Logs[i] - LogNumber.Least));
            }
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not a state of a known version.</exception>
    public static SweepEvidence Decode(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var version = reader.Version(nameof(SweepEvidence), FormatVersion);
        var state = new SweepEvidence
        {
            _starts = (int)reader.Varint(0, int.MaxValue),
            _epochEndNanos = reader.Int64(),
        };
        if (version == 1)
        {
            // Targets, their outcomes and pairs were counted, because outcomes and neighbours were not told target by target.
            var novel = (ulong)reader.Count();
            reader.Varint(0, novel);
            reader.Varint(0, novel);
        }

        state._isPastFirstSync = reader.Varint(0, 1) == 1;
        state._peak = (int)reader.Varint(0, LogNumber.Most);
        state._peakSignal = (Signal)reader.Varint(0, Signals - 1);
        foreach (ref var process in (Span<EProcess>)state._processes)
        {
            process = EProcess.From(Vector128.Create(Log(reader), Log(reader), Log(reader), Log(reader)));
        }

        return state;
    }

    private static int Log(SnapshotReader reader) => (int)reader.Varint(0, LogRange) + LogNumber.Least;
}
