using QuotaGrid.Contracts.Identities;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>What an identity did with one capability.</summary>
/// <param name="Capability">The capability.</param>
/// <param name="Plan">The plan of its latest request.</param>
/// <param name="Policy">The policy in force for it; null when the capability or plan is no longer defined.</param>
/// <param name="KnownTargets">How many targets it asked for within the horizon.</param>
/// <param name="Limits">Where each limit stands.</param>
/// <param name="Evidence">What its lookups show.</param>
/// <param name="Suspicion">What is held against it; null when its policy does not watch it.</param>
/// <param name="Containment">What was done about it last, because of what; null when nothing ever was.</param>
public sealed record IdentityCapabilityBody(
    string Capability, string Plan, string? Policy, int KnownTargets, LimitBody[] Limits, EvidenceBody Evidence, SuspicionBody? Suspicion, ContainmentBody? Containment)
{
    internal static IdentityCapabilityBody From(CapabilityReport report, DateTimeOffset now) => new(
        report.Capability,
        report.Plan,
        report.Policy,
        report.KnownTargets,
        [.. report.Limits.Select(LimitBody.From)],
        EvidenceBody.From(report.Evidence),
        report.Sweep is null ? null : SuspicionBody.From(report.Sweep),
        report.Sweep is null ? null : ContainmentBody.From(report.Sweep, now));
}
