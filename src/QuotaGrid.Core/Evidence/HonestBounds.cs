using Orleans;

namespace QuotaGrid.Core.Evidence;

/// <summary>The most that honest shares may be of one capability's targets in one market. The default holds nothing against anybody.</summary>
/// <param name="MostNew">Of targets new to the identity, those that nobody else asked for.</param>
/// <param name="MostMissing">Of outcomes, those that the backend did not find.</param>
/// <param name="MostFound">Of outcomes, those that it did.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.HonestBounds")]
public readonly record struct HonestBounds([property: Id(0)] ShareBound MostNew, [property: Id(1)] ShareBound MostMissing, [property: Id(2)] ShareBound MostFound);
