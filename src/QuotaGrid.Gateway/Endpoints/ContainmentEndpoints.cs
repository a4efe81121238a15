using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Problems;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>What the HTTP endpoints do by which an operator pardons an identity or a cohort, or does not.</summary>
internal static class ContainmentEndpoints
{
    private static readonly ContainmentAction[] Actions = [ContainmentAction.Tighten, ContainmentAction.Challenge, ContainmentAction.Block];

    public static Task<IResult> PardonAsync(string? identity, string? cohort, string? capability, HttpContext context, QuotaGridClient client) => ChangeAsync(
        identity,
        cohort,
        capability,
        new FieldReader(),
        context,
        (who, what) => client.PardonAsync(who, what, context.RequestAborted),
        (who, what) => client.PardonAsync(who, what, context.RequestAborted));

    public static Task<IResult> ExtendAsync(
        string? identity, string? cohort, string? capability, string? action, string? until, HttpContext context, QuotaGridClient client, TimeProvider time)
    {
        var fields = new FieldReader();
        var end = fields.Read(until, "until", (text, field) => TimeText.ReadEnd(text, field, time.GetUtcNow()));
        fields.CheckOnce(context, "until");
        fields.CheckOnce(context, "action");
        ContainmentAction? ordered = action is null ? null : fields.Read(action, "action", ReadAction);
        if (identity is not null && action is not null)
        {
            fields.Add("action", "What is done about an identity is what its policy says.", "Leave it out, or name a cohort.");
        }

        return ChangeAsync(
            identity,
            cohort,
            capability,
            fields,
            context,
            (who, what) => client.ExtendContainmentAsync(who, what, end, context.RequestAborted),
            (who, what) => client.ContainAsync(who, what, ordered, end, context.RequestAborted));
    }

    private static async Task<IResult> ChangeAsync(
        string? identity,
        string? cohort,
        string? capability,
        FieldReader fields,
        HttpContext context,
        Func<Identity, Capability, ValueTask<bool>> change,
        Func<Cohort, Capability, ValueTask<bool>> changeCohort)
    {
        var what = fields.Read(capability, "capability", Capability.Parse);
        var who = cohort is null || identity is not null ? fields.Read(identity, "identity", Identity.Parse) : default;
        var group = cohort is null ? default : fields.Read(cohort, "cohort", Cohort.Parse);
        if (cohort is not null && identity is not null)
        {
            fields.Add("cohort", "There is an identity, too.", "Name one of them.");
        }

        fields.CheckOnce(context, "identity");
        fields.CheckOnce(context, "cohort");
        fields.CheckOnce(context, "capability");
        if (fields.Failed)
        {
            return Problems.Invalid(fields.Problems);
        }

        return await DecisionEndpoints.AnswerAsync(
            context,
            async () => await (cohort is null ? change(who, what) : changeCohort(group, what)) ? Results.NoContent() : Problems.NotContained());
    }

    private static ContainmentAction ReadAction(string? text, string field)
    {
        var at = Array.FindIndex(Actions, action => DecisionWords.WordFor(action) == text);
        return at >= 0 ? Actions[at] : throw new InvalidValueException(new(field, "It is no action.", "Write 'tighten', 'challenge' or 'block', or leave it out to let what was ordered before last longer."));
    }
}
