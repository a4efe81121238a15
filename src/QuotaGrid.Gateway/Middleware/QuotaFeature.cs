using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Middleware;

/// <summary>What the middleware decided for a request that it let through. An endpoint finds it among the request's features.</summary>
/// <param name="Identity">Who asked.</param>
/// <param name="Capability">What the answer reveals.</param>
/// <param name="Targets">What was asked about.</param>
/// <param name="Decision">The decision: with partial admission the endpoint answers <see cref="GatewayDecision.Allowed"/> only.</param>
public sealed record QuotaFeature(Identity Identity, Capability Capability, IReadOnlyList<string> Targets, GatewayDecision Decision);
