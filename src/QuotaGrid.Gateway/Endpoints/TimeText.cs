using System.Globalization;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>Times as operators write them.</summary>
internal static class TimeText
{
    private const string Remedy = "Write a time of RFC 3339 that is to come, at most 90 days ahead, such as '2026-01-31T12:00:00Z'.";

    /// <summary>Reads until when something is done.</summary>
    /// <exception cref="InvalidValueException">The text is no time, or none of the next 90 days.</exception>
    public static DateTimeOffset ReadEnd(string? text, string field, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && time > now && time <= now + PolicyBounds.MaxContainment
            ? time
            : throw new InvalidValueException(new(field, "It is no time within the next 90 days.", Remedy));
}
