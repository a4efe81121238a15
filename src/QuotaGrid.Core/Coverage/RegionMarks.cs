using Orleans;

namespace QuotaGrid.Core.Coverage;

/// <summary>What a silo tells a region: the places that were asked for there, and how much of the region it has.</summary>
/// <param name="Region">The region.</param>
/// <param name="Number">Names this state of the silo's unacknowledged marks; the answer repeats it.</param>
/// <param name="Position">How much of the region the silo has.</param>
/// <param name="Places">Every unacknowledged mark, in the stored form of <see cref="RegionCoverage"/>.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.RegionMarks")]
public sealed record RegionMarks(
    [property: Id(0)] RegionKey Region, [property: Id(1)] long Number, [property: Id(2)] RegionPosition Position, [property: Id(3)] ReadOnlyMemory<byte> Places);
