using QuotaGrid.Core.Decisions;

namespace QuotaGrid.Contracts.Identities;

/// <summary>A decision, and the version of the policy set that it was made under.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="PolicyVersion">The policy set's version, from 1.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.DecisionReply")]
public sealed record DecisionReply([property: Id(0)] Decision Decision, [property: Id(1)] long PolicyVersion);
