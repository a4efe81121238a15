using QuotaGrid.Core.Time;

namespace QuotaGrid.Gateway.Leases;

/// <summary>The gateway's monotonic clock, for the deadlines of leases. Its instants have no calendar: only their differences mean something.</summary>
internal sealed class GatewayClock(TimeProvider time)
{
    private readonly bool _countsNanos = time.TimestampFrequency == Instant.NanosPerSecond;

    /// <summary>The time now.</summary>
    public Instant Now => new(_countsNanos
        ? time.GetTimestamp()
        : (long)((Int128)time.GetTimestamp() * Instant.NanosPerSecond / time.TimestampFrequency));
}
