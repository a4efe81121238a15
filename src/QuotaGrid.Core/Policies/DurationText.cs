using System.Globalization;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Policies;

/// <summary>
/// Durations as operators write them: a whole number and a unit of <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>, such as
/// <c>30d</c> or <c>90m</c>. No sign, no space, no leading zero, no fraction, one unit only.
/// </summary>
public static class DurationText
{
    /// <summary>The form as a regular expression, for schemas and messages.</summary>
    public const string Pattern = "^(0|[1-9][0-9]*)(ms|s|m|h|d)$";

    /// <summary>What to do about a text that does not have the form.</summary>
    public const string Remedy = "Write a whole number and a unit of ms, s, m, h or d, such as '30d' or '90m'.";

    // From the largest: the first that divides a duration is the one it is written in.
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="InvalidValueException">The text does not have the form, or is longer than a <see cref="TimeSpan"/>.</exception>
    public static TimeSpan Parse(string? text, string field = "duration") =>
        TryParse(text, out var duration)
            ? duration
            : throw new InvalidValueException(new(field, $"The duration is {QuotedText.Of(text ?? "")}.", Remedy));

    /// <summary>Reads a duration; false when the text does not have the form or is longer than a <see cref="TimeSpan"/>.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (text is null)
        {
            return false;
        }

        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || (digits > 1 && text[0] == '0') || TicksOf(text.AsSpan(digits)) is not { } ticks)
        {
            return false;
        }

        if (!long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > TimeSpan.MaxValue.Ticks / ticks)
        {
            return false;
        }

        duration = new TimeSpan(count * ticks);
        return true;
    }

    /// <summary>Writes a duration in the largest unit that divides it: <c>1d</c> for 24 hours, <c>90m</c>, <c>0s</c> for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative or has a fraction of a millisecond.</exception>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        foreach (var (unit, ticks) in Units)
        {
            if (duration.Ticks % ticks == 0)
            {
                return $"{duration.Ticks / ticks}{unit}";
            }
        }

        throw new ArgumentOutOfRangeException(nameof(duration), duration, "The duration has a fraction of a millisecond.");
    }

    private static long? TicksOf(ReadOnlySpan<char> unit)
    {
        foreach (var (name, ticks) in Units)
        {
            if (unit.SequenceEqual(name))
            {
                return ticks;
            }
        }

        return null;
    }
}
