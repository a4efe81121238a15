namespace QuotaGrid.Core.Evidence;

/// <summary>The most that honest shares may be of one capability's targets in one market. The default holds nothing against anybody.</summary>
/// <param name="MostNew">Of targets new to the identity, those that nobody else asked for.</param>
/// <param name="MostMissing">Of outcomes, those that the backend did not find.</param>
/// <param name="MostFound">Of outcomes, those that it did.</param>
public readonly record struct HonestBounds(ShareBound MostNew, ShareBound MostMissing, ShareBound MostFound);
