using System.Globalization;
using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>What the HTTP endpoints do by which an operator pardons, or does not.</summary>
internal static class ContainmentEndpoints
{
    private const string Remedy = "Write a time of RFC 3339 that is to come, at most 90 days ahead, such as '2026-01-31T12:00:00Z'.";

    public static Task<IResult> PardonAsync(string? identity, string? capability, HttpContext context, QuotaGridClient client) =>
        ChangeAsync(identity, capability, new FieldReader(), context, (who, what) => client.PardonAsync(who, what, context.RequestAborted));

    public static Task<IResult> ExtendAsync(string? identity, string? capability, string? until, HttpContext context, QuotaGridClient client, TimeProvider time)
    {
        var fields = new FieldReader();
        var end = fields.Read(until, "until", (text, field) => ReadTime(text, field, time.GetUtcNow()));
        fields.CheckOnce(context, "until");
        return ChangeAsync(identity, capability, fields, context, (who, what) => client.ExtendContainmentAsync(who, what, end, context.RequestAborted));
    }

    private static async Task<IResult> ChangeAsync(
        string? identity, string? capability, FieldReader fields, HttpContext context, Func<Identity, Capability, ValueTask<bool>> change)
    {
        var who = fields.Read(identity, "identity", Identity.Parse);
        var what = fields.Read(capability, "capability", Capability.Parse);
        fields.CheckOnce(context, "identity");
        fields.CheckOnce(context, "capability");
        if (fields.Failed)
        {
            return Problems.Invalid(fields.Problems);
        }

        return await DecisionEndpoints.AnswerAsync(context, async () => await change(who, what) ? Results.NoContent() : Problems.NotContained());
    }

    private static DateTimeOffset ReadTime(string? text, string field, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && time > now && time <= now + PolicyBounds.MaxContainment
            ? time
            : throw new InvalidValueException(new(field, "It is no time within the next 90 days.", Remedy));
}
