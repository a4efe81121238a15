using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Contracts.Identities;

/// <summary>What the backend answered for targets that an identity was admitted to.</summary>
/// <param name="Capability">What the answers revealed.</param>
/// <param name="Found">Targets that exist.</param>
/// <param name="Missing">Targets that do not.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.OutcomeReport")]
public sealed record OutcomeReport(
    [property: Id(0)] Capability Capability,
    [property: Id(1)] FingerprintBatch Found,
    [property: Id(2)] FingerprintBatch Missing);
