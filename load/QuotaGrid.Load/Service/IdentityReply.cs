namespace QuotaGrid.Load.Service;

/// <summary>What the runner reads of the answer to <c>GET /v1/identities/{identity}</c>; other fields are ignored.</summary>
/// <param name="Capabilities">What the identity used.</param>
public sealed record IdentityReply(IReadOnlyList<IdentityCapabilityReply>? Capabilities)
{
    /// <summary>How often it was convicted with any capability.</summary>
    public int Convictions => Capabilities?.Sum(capability => capability.Containment?.Convictions ?? 0) ?? 0;
}
