using QuotaGrid.Core.Time;

namespace QuotaGrid.Grains.Hosting;

/// <summary>
/// The silo's time: calendar time as it was at the start, moved on by the monotonic clock, so that a step of the machine's clock neither refills nor
/// empties a limit while the silo runs.
/// </summary>
public sealed class SiloClock(TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly long _timestamp = time.GetTimestamp();

    /// <summary>The time now.</summary>
    public Instant Now => Instant.From(_started + time.GetElapsedTime(_timestamp));
}
