using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Evidence;

namespace QuotaGrid.Contracts.Coverage;

/// <summary>What honest shares may be in one market.</summary>
/// <param name="Market">The market.</param>
/// <param name="Bounds">The most that they may be.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.MarketBounds")]
public readonly record struct MarketBounds([property: Id(0)] Market Market, [property: Id(1)] HonestBounds Bounds);
