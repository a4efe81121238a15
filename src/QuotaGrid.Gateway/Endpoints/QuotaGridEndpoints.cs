using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>QuotaGrid's endpoints, all together and by what they allow, so that an application can require another policy of its own for each.</summary>
public sealed class QuotaGridEndpoints : IEndpointConventionBuilder
{
    private readonly RouteGroupBuilder _all;

    internal QuotaGridEndpoints(RouteGroupBuilder all, RouteGroupBuilder decide, RouteGroupBuilder read, RouteGroupBuilder admin) =>
        (_all, Decide, Read, Admin) = (all, decide, read, admin);

    /// <summary>Decisions, outcomes and holds: what gateways need.</summary>
    public IEndpointConventionBuilder Decide { get; }

    /// <summary>What is known of identities and budgets: what support staff needs.</summary>
    public IEndpointConventionBuilder Read { get; }

    /// <summary>What changes what is done about identities: what operators need.</summary>
    public IEndpointConventionBuilder Admin { get; }

    /// <inheritdoc />
    public void Add(Action<EndpointBuilder> convention) => ((IEndpointConventionBuilder)_all).Add(convention);

    /// <inheritdoc />
    public void Finally(Action<EndpointBuilder> finallyConvention) => ((IEndpointConventionBuilder)_all).Finally(finallyConvention);
}
