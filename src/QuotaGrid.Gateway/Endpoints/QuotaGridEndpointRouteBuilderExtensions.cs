using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>Maps QuotaGrid's HTTP surface, for gateways that do not embed the library.</summary>
public static class QuotaGridEndpointRouteBuilderExtensions
{
    private const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";

    /// <summary>
    /// Maps <c>POST /v1/decisions</c>, <c>POST /v1/outcomes</c>, <c>GET /v1/identities/{identity}</c>, <c>GET /v1/budgets</c>, <c>POST /v1/challenges</c>, <c>GET /v1/campaigns</c>, and <c>DELETE</c> and <c>PUT</c> of <c>/v1/containments</c>, <c>/v1/campaigns/{campaign}</c> and <c>/v1/holds/{hold}</c>. Whoever reaches them decides for any identity: require
    /// authorization of the application's own on what is returned, or on its parts.
    /// </summary>
    public static QuotaGridEndpoints MapQuotaGrid(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/v1").WithTags("QuotaGrid");
        var (decide, read, admin) = (group.MapGroup(""), group.MapGroup(""), group.MapGroup(""));
        decide.MapPost("/decisions", DecisionEndpoints.DecideAsync)
            .WithName("decide")
            .WithSummary("Decides which of an identity's targets may be looked up, and charges those.")
            .Accepts<DecisionRequestBody>(Json)
            .Produces<DecisionBody>()
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status503ServiceUnavailable);
        decide.MapPost("/outcomes", DecisionEndpoints.ReportOutcomesAsync)
            .WithName("reportOutcomes")
            .WithSummary("Reports what the backend answered for allowed targets.")
            .Accepts<OutcomeRequestBody>(Json)
            .Produces(StatusCodes.Status202Accepted)
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status503ServiceUnavailable);
        read.MapGet("/identities/{**identity}", DecisionEndpoints.DescribeAsync)
            .WithName("describeIdentity")
            .WithSummary("Shows what is known of an identity: limits and counts, never a target.")
            .Produces<IdentityBody>()
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        read.MapGet("/budgets", BudgetEndpoints.DescribeAsync)
            .WithName("describeBudget")
            .WithSummary("Shows what is left of the budget of a capability or a tenant.")
            .Produces<BudgetBody>()
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        admin.MapDelete("/containments", ContainmentEndpoints.PardonAsync)
            .WithName("pardon")
            .WithSummary("Ends what is done about an identity for sweeping a capability, and forgets what was held against it; or ends what was ordered about a cohort.")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        admin.MapPut("/containments", ContainmentEndpoints.ExtendAsync)
            .WithName("extendContainment")
            .WithSummary("Lets what is done about an identity for sweeping a capability last until a time; or does something about every identity of a cohort until then.")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        decide.MapPost("/challenges", ChallengeEndpoints.ReportAsync)
            .WithName("reportChallenge")
            .WithSummary("Reports whether a client that was told to prove itself did; that it did lifts the challenge.")
            .Accepts<ChallengeRequestBody>(Json)
            .Produces(StatusCodes.Status204NoContent)
            .WithProblems(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status404NotFound,
                StatusCodes.Status409Conflict,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType,
                StatusCodes.Status503ServiceUnavailable);
        read.MapGet("/campaigns", CampaignEndpoints.ListAsync)
            .WithName("listCampaigns")
            .WithSummary("Shows the campaigns: convicted identities that are judged to enumerate together.")
            .Produces<CampaignsBody>()
            .WithProblems(StatusCodes.Status503ServiceUnavailable);
        read.MapGet("/campaigns/{campaign}", CampaignEndpoints.DescribeAsync)
            .WithName("describeCampaign")
            .WithSummary("Shows a campaign with the members that are known by name.")
            .Produces<CampaignBody>()
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        admin.MapDelete("/campaigns/{campaign}", CampaignEndpoints.PardonAsync)
            .WithName("pardonCampaign")
            .WithSummary("Ends what is done because of a campaign, closes it, and pardons the members that are known by name.")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        admin.MapPut("/campaigns/{campaign}", CampaignEndpoints.ExtendAsync)
            .WithName("extendCampaign")
            .WithSummary("Lets what is done about others because of a campaign last until a time at least.")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        decide.MapDelete("/holds/{hold}", HoldEndpoints.ReleaseAsync)
            .WithName("releaseHold")
            .WithSummary("Gives back the permit that a request held of an in-flight limit.")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        decide.MapPut("/holds/{hold}", HoldEndpoints.RenewAsync)
            .WithName("renewHold")
            .WithSummary("Lets the permit of a request in flight last for another lease from now.")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        return new QuotaGridEndpoints(group, decide, read, admin);
    }

    private static void WithProblems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ProblemDetails>(status, ProblemJson);
        }
    }
}
