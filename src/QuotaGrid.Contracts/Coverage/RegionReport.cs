using System.Collections.Immutable;

namespace QuotaGrid.Contracts.Coverage;

/// <summary>How much of a region anybody asked for within the windows: shares of blocks, never a target.</summary>
/// <param name="Region">The region.</param>
/// <param name="Targets">How many different targets were asked for.</param>
/// <param name="Fills">The share of each block that was asked for, 0 to 1; blocks that nobody asked for are left out.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.RegionReport")]
public sealed record RegionReport([property: Id(0)] string Region, [property: Id(1)] long Targets, [property: Id(2)] ImmutableSortedDictionary<int, double> Fills);
