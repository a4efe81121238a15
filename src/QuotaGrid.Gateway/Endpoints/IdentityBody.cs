using QuotaGrid.Contracts.Identities;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>The answer of <c>GET /v1/identities/{identity}</c>: counts and limits, never a target. Fields may be added.</summary>
/// <param name="Identity">The identity.</param>
/// <param name="PolicyVersion">The version of the policy set.</param>
/// <param name="Capabilities">What it used.</param>
public sealed record IdentityBody(string Identity, long PolicyVersion, IdentityCapabilityBody[] Capabilities)
{
    internal static IdentityBody From(IdentityReport report, DateTimeOffset now) =>
        new(report.Identity, report.PolicyVersion, [.. report.Capabilities.Select(capability => IdentityCapabilityBody.From(capability, now))]);
}
