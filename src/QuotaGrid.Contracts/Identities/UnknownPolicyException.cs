using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Contracts.Identities;

/// <summary>No policy is in force for a capability and plan. Such a lookup is refused, never let through.</summary>
[GenerateSerializer, Alias("quotagrid.UnknownPolicyException")]
public sealed class UnknownPolicyException : Exception
{
    /// <summary>Creates the exception for a capability that is not defined, or a plan that has no policy for it.</summary>
    public UnknownPolicyException(Capability capability, Plan plan)
        : base($"No policy is in force for capability '{capability}' and plan '{plan}'.")
    {
        Capability = capability;
        Plan = plan;
    }

    /// <summary>The capability that was asked for.</summary>
    [Id(0)]
    public Capability Capability { get; }

    /// <summary>The plan that was asked for.</summary>
    [Id(1)]
    public Plan Plan { get; }
}
