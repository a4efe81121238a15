using System.Collections.Immutable;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Gateway.Admission;

/// <summary>A request with its policy and its fingerprints: all that is needed to ask, or to do without an answer.</summary>
internal sealed record PreparedRequest(DecisionRequest Request, PoliciesInForce Policies, CapabilityDefinition Definition, Policy Policy, TargetBatch Targets)
{
    /// <summary>The cohorts that the identity comes with, of those that the policy names.</summary>
    public ImmutableArray<Cohort> Cohorts { get; init; } = [];

    /// <summary>What the identity's grain is asked.</summary>
    public LookupRequest ToLookup() => new(Request.Capability, Request.Plan, Targets.Fingerprints, Request.Admission)
    {
        Tenant = Request.Tenant,
        Places = Targets.Places,
        Cohorts = Cohorts,
    };

    /// <summary>A decision that was made here, without a silo.</summary>
    /// <param name="outcome">What it came to.</param>
    /// <param name="allowed">What is allowed of the targets that could be read.</param>
    /// <param name="limits">Where each limit stands, as far as is known here.</param>
    public GatewayDecision ToDecision(Outcome outcome, ItemSet allowed, ImmutableArray<LimitStatus> limits) => new()
    {
        Outcome = outcome,
        Allowed = Targets.ToPlaces(allowed),
        Invalid = Targets.Invalid,
        Stage = Policy.Stage,
        Policy = Policy.Name,
        PolicyVersion = Policies.Version,
        Limits = limits,
    };
}
