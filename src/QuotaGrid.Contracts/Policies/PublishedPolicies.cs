namespace QuotaGrid.Contracts.Policies;

/// <summary>A version of the policy set, as the document that an operator wrote.</summary>
/// <param name="Version">Counts up from 1 with each document that differs from the one before.</param>
/// <param name="Document">The document, UTF-8 JSON.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.PublishedPolicies")]
public sealed record PublishedPolicies([property: Id(0)] long Version, [property: Id(1)] byte[] Document);
