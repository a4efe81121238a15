using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Cohorts;

/// <content>What is stored.</content>
internal sealed partial class CohortMembership
{
    // Far more than an identity can ask for.
    private const long MostTaken = 1L << 52;

    /// <summary>Writes the state.</summary>
    public void Encode(SnapshotWriter writer)
    {
        writer.Varint((ulong)_window);
        writer.Byte(_isConvictionCounted ? (byte)1 : (byte)0);
        writer.Int64(_taken);
        writer.Varint((ulong)_ties.Count);
        foreach (var tie in _ties)
        {
            writer.Varint(tie.Kind);
            writer.Varint(tie.Value);
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not that.</exception>
    public static CohortMembership Decode(SnapshotReader reader)
    {
        var membership = new CohortMembership { _window = reader.Count(), _isConvictionCounted = reader.Varint(0, 1) == 1 };
        membership._taken = Math.Clamp(reader.Int64(), -MostTaken, MostTaken);
        for (var rest = reader.Varint(0, PolicyBounds.MaxCohorts); rest > 0; rest--)
        {
            membership._ties.Add(new Tie((uint)reader.Varint(0, uint.MaxValue), (uint)reader.Varint(0, uint.MaxValue)));
        }

        return membership;
    }
}
