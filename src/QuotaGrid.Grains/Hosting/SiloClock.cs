using QuotaGrid.Core.Time;

namespace QuotaGrid.Grains.Hosting;

/// <summary>
/// The silo's time: calendar time as it was at the start, moved on by the monotonic clock, so that a step of the machine's clock neither refills nor
/// empties a limit while the silo runs. Orleans' collector goes by it too: under a clock that was set back it refuses every new activation.
/// </summary>
public sealed class SiloClock(TimeProvider time) : TimeProvider
{
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly long _timestamp = time.GetTimestamp();

    /// <summary>The time now.</summary>
    public Instant Now => Instant.From(GetUtcNow());

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    /// <inheritdoc />
    public override long TimestampFrequency => time.TimestampFrequency;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _started + time.GetElapsedTime(_timestamp);

    /// <inheritdoc />
    public override long GetTimestamp() => time.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
