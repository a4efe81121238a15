using Orleans;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Containment;

/// <summary>That an identity was convicted of sweeping: by what, and what is done about it until when.</summary>
[GenerateSerializer, Immutable, Alias("quotagrid.Conviction")]
public readonly record struct Conviction
{
    /// <summary>How many convictions there were, with this one, that are not lived down; 0 says that there is none.</summary>
    [Id(0)]
    public int Count { get; init; }

    /// <summary>What is done.</summary>
    [Id(1)]
    public ContainmentAction Action { get; init; }

    /// <summary>Whether it is carried out.</summary>
    [Id(2)]
    public Stage Stage { get; init; }

    /// <summary>Since when.</summary>
    [Id(3)]
    public Instant Since { get; init; }

    /// <summary>Until when.</summary>
    [Id(4)]
    public Instant Until { get; init; }

    /// <summary>What did most for it.</summary>
    [Id(5)]
    public Signal Signal { get; init; }

    /// <summary>The natural logarithm of the evidence: so often, e to this, somebody who bet on a sweep has multiplied the stake.</summary>
    [Id(6)]
    public double LogEValue { get; init; }

    /// <summary>The cohort because of which less evidence was enough; null when there was none.</summary>
    [Id(7)]
    public Cohort? Cohort { get; init; }

    /// <summary>Whether something is done now, or in the shadow stage would be.</summary>
    public bool IsInForce(Instant now) => Count > 0 && now < Until;

    /// <summary>What is done now.</summary>
    public ContainmentAction ActionAt(Instant now) => Stage == Stage.Enforced && IsInForce(now) ? Action : ContainmentAction.None;

    /// <summary>Writes it, but for the cohort.</summary>
    internal void Encode(SnapshotWriter writer)
    {
        writer.Varint((ulong)Count);
        if (Count > 0)
        {
            writer.Byte((byte)Action);
            writer.Byte((byte)Stage);
            writer.Int64(Since.UnixNanos);
            writer.Int64(Until.UnixNanos);
            writer.Byte((byte)Signal);
            writer.Int64(BitConverter.DoubleToInt64Bits(LogEValue));
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not that.</exception>
    internal static Conviction Decode(SnapshotReader reader)
    {
        var count = (int)reader.Varint(0, int.MaxValue);
        if (count == 0)
        {
            return default;
        }

        var conviction = new Conviction
        {
            Count = count,
            Action = (ContainmentAction)reader.Varint((ulong)ContainmentAction.Tighten, (ulong)ContainmentAction.Block),
            Stage = (Stage)reader.Varint((ulong)Stage.Shadow, (ulong)Stage.Enforced),
            Since = new Instant(reader.Int64()),
            Until = new Instant(reader.Int64()),
            Signal = (Signal)reader.Varint(0, SweepEvidence.Signals - 1),
            LogEValue = BitConverter.Int64BitsToDouble(reader.Int64()),
        };
        return conviction is { LogEValue: >= 0 and < double.PositiveInfinity, Since.UnixNanos: >= 0, Until.UnixNanos: >= 0 }
            ? conviction
            : throw new SnapshotFormatException($"A conviction is from {conviction.Since.UnixNanos} to {conviction.Until.UnixNanos}, with evidence of {conviction.LogEValue}.");
    }
}
