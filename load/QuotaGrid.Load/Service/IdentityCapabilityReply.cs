namespace QuotaGrid.Load.Service;

/// <summary>What an identity did with one capability.</summary>
/// <param name="Capability">The capability.</param>
/// <param name="Containment">What was done about it last; null when nothing ever was.</param>
public sealed record IdentityCapabilityReply(string Capability, ContainmentReply? Containment);
