using System.Globalization;
using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Problems;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>Turns what went wrong into problem documents.</summary>
internal static class Problems
{
    /// <summary>A request that cannot be used: what is wrong with which field, and what to do.</summary>
    public static IResult Invalid(IReadOnlyList<ValueProblem> problems, int status = StatusCodes.Status400BadRequest) => Results.Problem(
        type: ProblemTypes.InvalidRequest,
        title: "The request cannot be used.",
        detail: string.Join(' ', problems.Select(problem => problem.ToString())),
        statusCode: status,
        extensions: new Dictionary<string, object?>
        {
            ["errors"] = problems.Select(problem => new ProblemError(problem.Field, problem.Detail, problem.Remedy)).ToArray(),
        });

    /// <inheritdoc cref="Invalid(IReadOnlyList{ValueProblem}, int)"/>
    public static IResult Invalid(ValueProblem problem, int status = StatusCodes.Status400BadRequest) => Invalid([problem], status);

    /// <summary>Nobody decided.</summary>
    public static IResult Unavailable(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(QuotaUnavailableException.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Results.Problem(
            type: ProblemTypes.TemporaryReducedCapacity,
            title: "No decision could be made.",
            detail: detail,
            statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>No identity to charge.</summary>
    public static IResult IdentityMissing() => Results.Problem(
        type: ProblemTypes.IdentityMissing,
        title: "The caller is not known.",
        detail: "This endpoint has a quota for each caller, and the request is not authenticated. Authenticate it.",
        statusCode: StatusCodes.Status401Unauthorized);

    /// <summary>Nothing to give back or to renew.</summary>
    public static IResult HoldUnknown() => Results.Problem(
        type: ProblemTypes.HoldUnknown,
        title: "The hold is no longer held.",
        detail: "It was released, or its lease ended. There is nothing left to do.",
        statusCode: StatusCodes.Status404NotFound);

    /// <summary>Nothing to pardon or to extend.</summary>
    public static IResult NotContained() => Results.Problem(
        type: ProblemTypes.NotContained,
        title: "Nothing is done about the identity.",
        detail: "It was not convicted of sweeping that capability, or the containment is over. There is nothing to pardon or to extend.",
        statusCode: StatusCodes.Status404NotFound);

    /// <summary>No such budget.</summary>
    public static IResult BudgetUnknown() => Results.Problem(
        type: ProblemTypes.BudgetUnknown,
        title: "There is no such budget.",
        detail: "The policies in force state none for that capability or tenant.",
        statusCode: StatusCodes.Status404NotFound);

    /// <summary>No such campaign.</summary>
    public static IResult CampaignUnknown() => Results.Problem(
        type: ProblemTypes.CampaignUnknown,
        title: "There is no such campaign.",
        detail: "It never opened, became part of another one, was forgotten 90 days after it closed, or what you ask for was ended by a pardon.",
        statusCode: StatusCodes.Status404NotFound);

    /// <summary>A passed challenge that lifts nothing.</summary>
    public static IResult ChallengeOfNoUse(ChallengeResult result) => Results.Problem(
        type: ProblemTypes.ChallengeOfNoUse,
        title: "The passed challenge lifts nothing.",
        detail: result == ChallengeResult.Exhausted
            ? $"The identity passed {Relief.MaxPasses} challenges within {Relief.Period.Days} days. What is done about it ends by itself, or when an operator pardons it."
            : "What is done about the identity is no challenge. It ends by itself, or when an operator pardons it.",
        statusCode: StatusCodes.Status409Conflict);

    /// <summary>A denial, for the gateway's own client.</summary>
    public static IResult Denied(GatewayDecision decision) => decision.Action == ContainmentAction.None ? QuotaExceeded(decision) : AbnormalUsage(decision);

    private static IResult QuotaExceeded(GatewayDecision decision) => Results.Problem(
        type: ProblemTypes.QuotaExceeded,
        title: "The quota is exceeded.",
        detail: decision.RetryAfter is { } wait
            ? $"The limit '{decision.Limit}' is exhausted. Asking again is of use in {Seconds(wait)} s."
            : $"The request is larger than the limit '{decision.Limit}' ever admits. Ask for less at once.",
        statusCode: StatusCodes.Status429TooManyRequests,
        extensions: new Dictionary<string, object?>
        {
            ["violated-policies"] = new[] { decision.Limit },
            ["retryAfter"] = decision.RetryAfter is { } after ? Seconds(after) : null,
        });

    // What it shows is not said: that would be a lesson.
    private static IResult AbnormalUsage(GatewayDecision decision) => Results.Problem(
        type: ProblemTypes.AbnormalUsageDetected,
        title: "Abnormal usage was detected.",
        detail: decision.Action == ContainmentAction.Challenge ? "Prove that you are who you say, as this service tells you to." : "Asking again is of use later.",
        statusCode: StatusCodes.Status429TooManyRequests,
        extensions: new Dictionary<string, object?>
        {
            ["action"] = DecisionWords.WordFor(decision.Action),
            ["retryAfter"] = decision.RetryAfter is { } after ? Seconds(after) : null,
        });

    /// <summary>A wait in seconds, rounded up to a millisecond, so that it is never too short.</summary>
    public static double Seconds(TimeSpan wait) => Math.Ceiling(wait.TotalMilliseconds) / 1000;
}
