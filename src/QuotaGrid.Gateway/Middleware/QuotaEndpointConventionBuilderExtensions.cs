using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Capabilities;

namespace QuotaGrid.Gateway.Middleware;

/// <summary>Puts endpoints under quotas.</summary>
public static class QuotaEndpointConventionBuilderExtensions
{
    /// <summary>Puts an endpoint under the quota of a capability. Needs <c>app.UseQuotaGrid()</c> behind authentication.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="capability">What its answer reveals.</param>
    /// <param name="targets">Finds the targets of a request.</param>
    /// <param name="configure">Where the identity, its plan and its tenant come from, and whether a batch may be admitted in part.</param>
    /// <exception cref="Core.Problems.InvalidValueException">The capability's name is malformed.</exception>
    public static TBuilder RequireQuota<TBuilder>(
        this TBuilder builder,
        string capability,
        Func<HttpContext, ValueTask<IReadOnlyList<string>>> targets,
        Action<QuotaRequirement>? configure = null)
        where TBuilder : IEndpointConventionBuilder
    {
        var requirement = new QuotaRequirement(Capability.Parse(capability), targets);
        configure?.Invoke(requirement);
        builder.Finally(RefuseUndecided);
        return builder.WithMetadata(requirement);
    }

    /// <summary>An app that forgot <c>UseQuotaGrid()</c>, or put it before routing, must not answer as if there were no quota.</summary>
    private static void RefuseUndecided(EndpointBuilder endpoint)
    {
        var answer = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context => context.Features.Get<QuotaFeature>() is not null
            ? answer(context)
            : throw new InvalidOperationException(
                $"'{endpoint.DisplayName}' requires a quota, and nothing decided. Call app.UseQuotaGrid() behind UseRouting, UseAuthentication and UseAuthorization.");
    }

    /// <summary>Puts an endpoint under the quota of a capability, with the targets in a route value or in query values of one name.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="capability">What its answer reveals.</param>
    /// <param name="targets">The name of the route value or, when there is none, of the query values.</param>
    /// <param name="configure">Where the identity, its plan and its tenant come from, and whether a batch may be admitted in part.</param>
    /// <exception cref="Core.Problems.InvalidValueException">The capability's name is malformed.</exception>
    public static TBuilder RequireQuota<TBuilder>(
        this TBuilder builder, string capability, string targets, Action<QuotaRequirement>? configure = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireQuota(capability, context => ValueTask.FromResult(Find(context, targets)), configure);

    private static IReadOnlyList<string> Find(HttpContext context, string name) =>
        context.Request.RouteValues.TryGetValue(name, out var value)
            ? [value?.ToString() ?? ""]
            : [.. context.Request.Query[name].Select(text => text ?? "")];
}
