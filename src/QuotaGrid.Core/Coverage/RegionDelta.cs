using Orleans;

namespace QuotaGrid.Core.Coverage;

/// <summary>What a region answers: what was marked since the position that the silo told it.</summary>
/// <param name="Region">The region.</param>
/// <param name="Acknowledged">The number of the marks that were taken up.</param>
/// <param name="From">The position that the silo told.</param>
/// <param name="To">The position of a silo that had <paramref name="From"/> and merged the places.</param>
/// <param name="Places">What was marked in between, and perhaps more, in the stored form of <see cref="RegionCoverage"/>.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.RegionDelta")]
public sealed record RegionDelta(
    [property: Id(0)] RegionKey Region,
    [property: Id(1)] long Acknowledged,
    [property: Id(2)] RegionPosition From,
    [property: Id(3)] RegionPosition To,
    [property: Id(4)] ReadOnlyMemory<byte> Places);
