using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Gateway.Admission;

/// <summary>A request with its policy and its fingerprints: all that is needed to ask, or to do without an answer.</summary>
internal sealed record PreparedRequest(DecisionRequest Request, PoliciesInForce Policies, Policy Policy, TargetBatch Targets)
{
    /// <summary>What the identity's grain is asked.</summary>
    public LookupRequest ToLookup() => new(Request.Capability, Request.Plan, Targets.Fingerprints, Request.Admission);
}
