using System.Diagnostics;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Decisions;

/// <summary>
/// The permits that an identity spent of one velocity or novel limit at one rate. Kept under the limit's name, also while another plan without that
/// limit or with another rate is in force, so that neither a new policy nor a change of plan, there and back, hands out a fresh allowance.
/// </summary>
internal sealed class LimitState
{
    private Gcra _gcra;

    public LimitState(string name, LimitKind kind, Rate rate, Gcra gcra = default)
    {
        Name = name;
        Kind = kind;
        Rate = rate;
        _gcra = gcra;
    }

    public string Name { get; }

    public LimitKind Kind { get; }

    public Rate Rate { get; }

    public long Available(Instant now) => _gcra.Available(Rate, now);

    public long? NanosUntil(Instant now, long permits) => _gcra.NanosUntil(Rate, now, permits);

    public void Charge(Instant now, long permits) => _gcra.Charge(Rate, now, permits);

    /// <summary>
    /// Takes up what was spent of the same limit under another rate, unless more was spent of this one. This one is not simply overwritten, because
    /// a rate with a small burst cannot remember that a larger one was spent.
    /// </summary>
    public void TakeUp(LimitState other, Instant now)
    {
        var taken = other._gcra.Resized(other.Rate, Rate, now);
        if ((taken.Tat.UnixNanos, taken.Remainder).CompareTo((_gcra.Tat.UnixNanos, _gcra.Remainder)) > 0)
        {
            _gcra = taken;
        }
    }

    public void Encode(SnapshotWriter writer)
    {
        Debug.Assert(Rate.PeriodNanos % Instant.NanosPerTick == 0, "Periods come from whole ticks.");
        writer.Text(Name);
        writer.Byte((byte)Kind);
        writer.Varint((ulong)Rate.Quota);
        writer.Varint((ulong)(Rate.PeriodNanos / Instant.NanosPerTick));
        writer.Varint((ulong)Rate.Burst);
        writer.Int64(_gcra.Tat.UnixNanos);
        writer.Varint((ulong)_gcra.Remainder);
    }

    public static LimitState Decode(SnapshotReader reader)
    {
        var name = reader.Name();
        var kind = (LimitKind)(int)reader.Varint((ulong)LimitKind.Velocity, (ulong)LimitKind.Novel);
        var quota = (long)reader.Varint(1, Rate.MaxPermits);
        var period = new TimeSpan((long)reader.Varint(1, (ulong)TimeSpan.FromDays(366).Ticks));
        var burst = (long)reader.Varint(1, (ulong)Rate.MostBurst(quota, period));
        var tat = new Instant(reader.Int64());
        var remainder = (long)reader.Varint(0, (ulong)quota - 1);
        return new LimitState(name, kind, new Rate(quota, period, burst), new Gcra(tat, remainder));
    }
}
