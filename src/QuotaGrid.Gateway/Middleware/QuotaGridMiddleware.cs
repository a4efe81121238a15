using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Velocity;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Endpoints;

namespace QuotaGrid.Gateway.Middleware;

/// <summary>
/// Decides before an endpoint with a <see cref="QuotaRequirement"/> runs. A denial is answered with 429, no decision with 503, no identity with 401, a bad request
/// with 400: each a problem document. What passes carries a <see cref="QuotaFeature"/>, and gives back what it holds of an in-flight limit when its response has
/// ended, however it ended.
/// </summary>
internal sealed class QuotaGridMiddleware(RequestDelegate next, QuotaGridClient client)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<QuotaRequirement>() is not { } requirement)
        {
            await next(context);
            return;
        }

        if (await DecideAsync(context, requirement) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    // The server calls this also when the endpoint threw and when the client went away.
    private void ReleaseAtTheEnd(HttpContext context, DecisionRequest request, GatewayDecision decision)
    {
        if (decision.Hold is { } hold)
        {
            context.Response.OnCompleted(() => ReleaseAsync(request, hold));
        }
    }

    private async Task ReleaseAsync(DecisionRequest request, HoldId hold)
    {
        try
        {
            await client.ReleaseAsync(request.Identity, request.Capability, hold);
        }
        catch (QuotaUnavailableException)
        {
            // Counted, and the lease ends by itself; the response was sent.
        }
    }

    private async Task<IResult?> DecideAsync(HttpContext context, QuotaRequirement requirement)
    {
        try
        {
            if (await requirement.ReadAsync(context) is not { } request)
            {
                return Problems.IdentityMissing();
            }

            var decision = await client.DecideAsync(request, context.RequestAborted);
            ReleaseAtTheEnd(context, request, decision);
            RateLimitHeaders.Write(context.Response, decision);
            context.Features.Set(new QuotaFeature(request.Identity, request.Capability, request.Targets, decision));
            return decision.Outcome == Outcome.Denied ? Problems.Denied(decision) : null;
        }
        catch (InvalidValueException e)
        {
            return Problems.Invalid(e.Problem);
        }
        catch (QuotaUnavailableException e)
        {
            return Problems.Unavailable(context, e.Message);
        }
    }
}
