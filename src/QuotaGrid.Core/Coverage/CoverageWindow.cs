using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// How long a window of coverage is. Windows are numbered since 1970, so everybody in the cluster means the same by a number. A target that
/// was asked for counts as asked for one to two window lengths.
/// </summary>
public sealed record CoverageWindow
{
    /// <summary>The shortest window: a minute.</summary>
    public static readonly TimeSpan Min = TimeSpan.FromMinutes(1);

    /// <summary>The longest window: 366 days.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(366);

    /// <summary>Default: 15 days, so that what was asked for is known for 15 to 30 days.</summary>
    public static readonly CoverageWindow Default = new(TimeSpan.FromDays(15));

    /// <summary>A window of a length.</summary>
    /// <param name="length">Whole seconds, from a minute to 366 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is another.</exception>
    public CoverageWindow(TimeSpan length)
    {
        if (length < Min || length > Max || length.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "A window of coverage has whole seconds, from a minute to 366 days.");
        }

        Seconds = length.Ticks / TimeSpan.TicksPerSecond;
    }

    /// <summary>The length, in seconds.</summary>
    public long Seconds { get; }

    /// <summary>The number of the window that an instant is in; 0 for everything before 1970.</summary>
    public long NumberAt(Instant now) => Math.Max(0, now.UnixNanos) / (Seconds * Instant.NanosPerSecond);
}
