using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Mvc;
using QuotaGrid.Gateway.Endpoints;

namespace QuotaGrid.Host.Access;

/// <summary>Answers whoever may not do something, with a problem document and what RFC 6750 says of it.</summary>
internal sealed class AccessAnswers(IProblemDetailsService problems) : IAuthorizationMiddlewareResultHandler
{
    private const string Realm = "realm=\"quotagrid\"";

    /// <inheritdoc />
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        if (context.Features.Get<IssuerUnreachable>() is not null)
        {
            return WriteAsync(context, StatusCodes.Status503ServiceUnavailable, ProblemTypes.TemporaryReducedCapacity, "Nobody can be let in.", "The issuer of tokens cannot be reached. Try again.");
        }

        if (authorizeResult.Challenged)
        {
            var isRefused = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Failure is not null;
            context.Response.Headers.Append("WWW-Authenticate", isRefused ? $"Bearer {Realm}, error=\"invalid_token\"" : $"Bearer {Realm}");
            if (context.GetEndpoint()?.Metadata.GetMetadata<BrowserPage>() is not null)
            {
                context.Response.Headers.Append("WWW-Authenticate", $"Basic {Realm}, charset=\"UTF-8\"");
            }

            return WriteAsync(
                context,
                StatusCodes.Status401Unauthorized,
                ProblemTypes.Unauthenticated,
                "The caller is not authenticated.",
                isRefused ? "The key or token is not valid, or has expired. Send another." : $"Send an API key as {ApiKeyAuthentication.Header}, or a key or token as 'Authorization: Bearer …'.");
        }

        var scope = context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
        context.Response.Headers.Append("WWW-Authenticate", $"Bearer {Realm}, error=\"insufficient_scope\", scope=\"{scope}\"");
        return WriteAsync(context, StatusCodes.Status403Forbidden, ProblemTypes.ScopeMissing, "The caller may not do this.", $"It needs the scope '{scope}', which the key or token does not have.");
    }

    private async Task WriteAsync(HttpContext context, int status, string type, string title, string detail)
    {
        context.Response.StatusCode = status;
        await problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails { Status = status, Type = type, Title = title, Detail = detail },
        });
    }
}
