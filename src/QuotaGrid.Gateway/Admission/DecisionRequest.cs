using System.Collections.ObjectModel;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Gateway.Admission;

/// <summary>What an identity asks for, as the gateway received it.</summary>
/// <param name="Identity">Who asks, as the gateway authenticated it.</param>
/// <param name="Capability">What the answer reveals.</param>
/// <param name="Targets">What is asked about, in any spelling. They never leave the gateway's process.</param>
public sealed record DecisionRequest(Identity Identity, Capability Capability, IReadOnlyList<string> Targets)
{
    /// <summary>The plan that the identity is on. Default: the plan <c>default</c>.</summary>
    public Plan Plan { get; init; } = Plan.Default;

    /// <summary>Whom the identity belongs to, as the gateway knows it; its budget is charged too. Default: nobody.</summary>
    public Tenant? Tenant { get; init; }

    /// <summary>
    /// What the gateway knows of the client, by names such as <c>network</c>, <c>asn</c>, <c>client</c>: those that the policy's detection names make cohorts, the others are ignored. Never take them from what a client
    /// can choose freely. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Whether the batch may be admitted in part. Default: it may.</summary>
    public Core.Decisions.Admission Admission { get; init; } = Core.Decisions.Admission.Partial;
}
