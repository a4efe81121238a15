using System.Collections.ObjectModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Middleware;

/// <summary>What an endpoint requires of quotas: its metadata.</summary>
public sealed class QuotaRequirement
{
    internal QuotaRequirement(Capability capability, Func<HttpContext, ValueTask<IReadOnlyList<string>>> targets)
    {
        Capability = capability;
        Targets = targets;
    }

    /// <summary>What the endpoint's answer reveals.</summary>
    public Capability Capability { get; }

    /// <summary>Finds the targets of a request. May read the body, if it leaves the body readable for the endpoint.</summary>
    public Func<HttpContext, ValueTask<IReadOnlyList<string>>> Targets { get; }

    /// <summary>
    /// Finds the identity of a request, or null when it has none. Default: the authenticated principal's <c>sub</c> or name identifier claim. Never take it from
    /// anything that a client can forge.
    /// </summary>
    public Func<HttpContext, Identity?> Identity { get; set; } = OfPrincipal;

    /// <summary>Finds the plan of a request's identity. Default: the plan <c>default</c>.</summary>
    public Func<HttpContext, Plan> Plan { get; set; } = _ => Core.Policies.Plan.Default;

    /// <summary>
    /// Finds the tenant of a request's identity, or null when it belongs to nobody. Default: null. Never take it from anything that a client can forge.
    /// </summary>
    public Func<HttpContext, Tenant?> Tenant { get; set; } = _ => null;

    /// <summary>
    /// Finds what the gateway knows of a request's client: <see cref="DecisionRequest.Attributes"/>. Default: nothing.
    /// </summary>
    public Func<HttpContext, IReadOnlyDictionary<string, string>> Attributes { get; set; } = _ => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// Whether a batch may be admitted in part; the endpoint then has to look at <see cref="QuotaFeature"/>. Default: whole, so that an endpoint that does not look
    /// reveals nothing that was denied.
    /// </summary>
    public Core.Decisions.Admission Admission { get; set; } = Core.Decisions.Admission.Whole;

    /// <summary>Reads what a request asks for; null when it has no identity.</summary>
    /// <exception cref="Core.Problems.InvalidValueException">Its identity, tenant, plan or an attribute is malformed.</exception>
    internal async ValueTask<DecisionRequest?> ReadAsync(HttpContext context)
    {
        if (Identity(context) is not { } identity)
        {
            return null;
        }

        return new DecisionRequest(identity, Capability, await Targets(context))
        {
            Plan = Plan(context),
            Tenant = Tenant(context),
            Attributes = Attributes(context),
            Admission = Admission,
        };
    }

    private static Identity? OfPrincipal(HttpContext context)
    {
        var user = context.User;
        if (user.Identity is not { IsAuthenticated: true })
        {
            return null;
        }

        var claim = user.FindFirst("sub") ?? user.FindFirst(ClaimTypes.NameIdentifier);
        return claim is null ? null : Core.Identities.Identity.Parse(claim.Value);
    }
}
