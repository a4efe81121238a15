using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;

namespace QuotaGrid.Contracts.Identities;

/// <summary>A decision, and the version of the policy set that it was made under.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="PolicyVersion">The policy set's version, from 1.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.DecisionReply")]
public sealed record DecisionReply([property: Id(0)] Decision Decision, [property: Id(1)] long PolicyVersion)
{
    /// <summary>The answer to the report that came with the request; null when none came.</summary>
    [Id(2)]
    public SyncReply? Sync { get; init; }
}
