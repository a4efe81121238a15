using Orleans;

namespace QuotaGrid.Core.Time;

/// <summary>
/// A point in time as whole nanoseconds since 1970-01-01T00:00:00Z, up to the year 2262. Always an argument: nothing in Core reads a clock.
/// </summary>
/// <param name="UnixNanos">Nanoseconds since the Unix epoch.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.Instant")]
public readonly record struct Instant([property: Id(0)] long UnixNanos) : IComparable<Instant>
{
    /// <summary>Nanoseconds in one tick of <see cref="TimeSpan"/>.</summary>
    public const long NanosPerTick = 100;

    /// <summary>Nanoseconds in one second.</summary>
    public const long NanosPerSecond = 1_000_000_000;

    /// <summary>The instant of a point in calendar time.</summary>
    /// <exception cref="OverflowException">The time is after the year 2262.</exception>
    public static Instant From(DateTimeOffset time) => new(checked((time.UtcTicks - DateTime.UnixEpoch.Ticks) * NanosPerTick));

    /// <summary>This instant in calendar time, rounded down to 100 ns.</summary>
    public DateTimeOffset ToDateTimeOffset() => new(DateTime.UnixEpoch.Ticks + (UnixNanos / NanosPerTick), TimeSpan.Zero);

    /// <summary>The instant a span later.</summary>
    public static Instant operator +(Instant instant, TimeSpan span) => new(checked(instant.UnixNanos + (span.Ticks * NanosPerTick)));

    /// <summary>The instant a span earlier.</summary>
    public static Instant operator -(Instant instant, TimeSpan span) => new(checked(instant.UnixNanos - (span.Ticks * NanosPerTick)));

    /// <summary>The span from one instant to another, rounded up to 100 ns, so that waiting it out is never too short.</summary>
    public static TimeSpan operator -(Instant later, Instant earlier) => SpanOf(checked(later.UnixNanos - earlier.UnixNanos));

    /// <summary>Whether the left instant is before the right one.</summary>
    public static bool operator <(Instant left, Instant right) => left.UnixNanos < right.UnixNanos;

    /// <summary>Whether the left instant is after the right one.</summary>
    public static bool operator >(Instant left, Instant right) => left.UnixNanos > right.UnixNanos;

    /// <summary>Whether the left instant is not after the right one.</summary>
    public static bool operator <=(Instant left, Instant right) => left.UnixNanos <= right.UnixNanos;

    /// <summary>Whether the left instant is not before the right one.</summary>
    public static bool operator >=(Instant left, Instant right) => left.UnixNanos >= right.UnixNanos;

    /// <summary>The number of the window that this is in, of windows of a length since 1970.</summary>
    public long WindowOf(TimeSpan length) => UnixNanos / (length.Ticks * NanosPerTick);

    /// <summary>A number of nanoseconds as a span, rounded up to 100 ns.</summary>
    public static TimeSpan SpanOf(long nanos)
    {
        var (ticks, rest) = Math.DivRem(nanos, NanosPerTick);
        return new TimeSpan(rest > 0 ? ticks + 1 : ticks);
    }

    /// <inheritdoc />
    public int CompareTo(Instant other) => UnixNanos.CompareTo(other.UnixNanos);
}
