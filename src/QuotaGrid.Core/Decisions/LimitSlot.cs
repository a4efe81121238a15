using System.Diagnostics;
using System.Runtime.InteropServices;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Decisions;

/// <summary>
/// What an identity spent of one limit. That of a velocity or novel limit is kept under the limit's name, also while another plan without that limit or with
/// another rate is in force, so that neither a new policy nor a change of plan, there and back, hands out a fresh allowance.
/// </summary>
/// <remarks>A limit has either permits or a window, so both have the same place: a slot is 32 bytes, which an identity pays for each limit.</remarks>
[StructLayout(LayoutKind.Explicit)]
internal struct LimitSlot(Limit limit)
{
    /// <summary>The limit.</summary>
    [FieldOffset(0)]
    public readonly Limit Limit = limit;

    /// <summary>The permits spent of a velocity or novel limit.</summary>
    [FieldOffset(8)]
    public Gcra Gcra;

    /// <summary>The window of a distinct limit.</summary>
    [FieldOffset(8)]
    public TargetWindow Window;

    /// <summary>
    /// The durable ceiling: whoever reads what is stored takes the TAT for at least this. In nanoseconds since the Unix epoch; of a limit that is not stored, none.
    /// </summary>
    [FieldOffset(24)]
    public long CeilingNanos = long.MinValue;

    /// <summary>What permits of a velocity or novel limit cost.</summary>
    public static Rate RateOf(Limit limit) => new(limit.Quota, limit.Period, limit.Burst);

    /// <summary>Whether what was spent is in <see cref="Gcra"/>, as of a velocity or novel limit.</summary>
    public readonly bool HasGcra => Limit.Kind is LimitKind.Velocity or LimitKind.Novel;

    /// <summary>Whether this is the same limit, at whatever rate.</summary>
    public readonly bool IsOf(Limit limit) => Limit.Name == limit.Name && Limit.Kind == limit.Kind;

    /// <summary>Whether this is the same limit at the same rate.</summary>
    public readonly bool IsAtRateOf(Limit limit) =>
        IsOf(limit) && Limit.Quota == limit.Quota && Limit.Period == limit.Period && Limit.Burst == limit.Burst;

    /// <summary>
    /// Takes up what was spent of the same limit under another rate, unless more was spent of this one. This one is not simply overwritten, because
    /// a rate with a small burst cannot remember that a larger one was spent.
    /// </summary>
    public void TakeUp(in LimitSlot other, Instant now)
    {
        var taken = other.Gcra.Resized(RateOf(other.Limit), RateOf(Limit), now);
        if ((taken.Tat.UnixNanos, taken.Remainder).CompareTo((Gcra.Tat.UnixNanos, Gcra.Remainder)) > 0)
        {
            Gcra = taken;
        }
    }

    /// <summary>Writes what was spent of a velocity or novel limit.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="spent">What is written as spent: at least what was.</param>
    public readonly void Encode(SnapshotWriter writer, in Gcra spent)
    {
        Debug.Assert(HasGcra, "Of a distinct limit target memory is stored, of an in-flight limit its holds.");
        writer.Text(Limit.Name);
        writer.Byte((byte)Limit.Kind);
        writer.Varint((ulong)Limit.Quota);
        writer.Varint((ulong)Limit.Period.Ticks);
        writer.Varint((ulong)Limit.Burst);
        writer.Int64(spent.Tat.UnixNanos);
        writer.Varint((ulong)spent.Remainder);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not that.</exception>
    public static LimitSlot Decode(SnapshotReader reader)
    {
        var name = reader.Name();
        var kind = (LimitKind)(int)reader.Varint((ulong)LimitKind.Velocity, (ulong)LimitKind.Novel);
        var quota = (long)reader.Varint(1, Rate.MaxPermits);
        var period = new TimeSpan((long)reader.Varint(1, (ulong)TimeSpan.FromDays(366).Ticks));
        var burst = (long)reader.Varint(1, (ulong)Rate.MostBurst(quota, period));
        var tat = new Instant(reader.Int64());
        var remainder = (long)reader.Varint(0, (ulong)quota - 1);

        // The unit is not stored: a slot that is not in force has none, and one that is has that of its policy.
        return new LimitSlot(new Limit(name, kind, LimitUnit.Items, quota, period, burst)) { Gcra = new Gcra(tat, remainder), CeilingNanos = tat.UnixNanos };
    }
}
