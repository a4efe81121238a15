using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Policies;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>
/// The fields <c>RateLimit-Policy</c> and <c>RateLimit</c> (draft-ietf-httpapi-ratelimit-headers-10): structured-field lists (RFC 9651) with one member for each
/// limit: its quota and window in seconds, and what remains and in how many seconds more will. <c>Retry-After</c> on denials, in seconds, rounded up. An in-flight
/// limit has the draft's quota unit <c>concurrent-requests</c>; it has no window, and what remains grows whenever a request ends, so neither time is said.
/// </summary>
internal static class RateLimitHeaders
{
    private const string Policy = "RateLimit-Policy";
    private const string Status = "RateLimit";

    public static void Write(HttpResponse response, GatewayDecision decision)
    {
        if (!decision.Limits.IsEmpty)
        {
            response.Headers[Policy] = Join(decision, static (text, limit) =>
                limit.Kind == LimitKind.InFlight
                    ? text.Append(CultureInfo.InvariantCulture, $"\"{limit.Name}\";q={limit.Quota};qu=\"concurrent-requests\"")
                    : text.Append(CultureInfo.InvariantCulture, $"\"{limit.Name}\";q={limit.Quota};w={Whole(limit.Window)}"));
            response.Headers[Status] = Join(decision, static (text, limit) =>
                limit.Kind == LimitKind.InFlight
                    ? text.Append(CultureInfo.InvariantCulture, $"\"{limit.Name}\";r={limit.Remaining}")
                    : text.Append(CultureInfo.InvariantCulture, $"\"{limit.Name}\";r={limit.Remaining};t={Whole(limit.ResetAfter)}"));
        }

        if (decision.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Whole(wait).ToString(CultureInfo.InvariantCulture);
        }
    }

    // Names have the form of Name, so they need no escapes in a structured-field string.
    private static string Join(GatewayDecision decision, Func<StringBuilder, Core.Decisions.LimitStatus, StringBuilder> append)
    {
        var text = new StringBuilder();
        foreach (var limit in decision.Limits)
        {
            append(text.Length == 0 ? text : text.Append(", "), limit);
        }

        return text.ToString();
    }

    private static long Whole(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds);
}
