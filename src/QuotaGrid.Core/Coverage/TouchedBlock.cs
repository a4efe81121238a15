using Orleans;

namespace QuotaGrid.Core.Coverage;

/// <summary>That an identity asked for targets of a block: nothing finer is ever known of it.</summary>
/// <param name="Region">The region.</param>
/// <param name="Block">The block within the region, 0 to 999.</param>
/// <param name="Targets">For how many different targets at least.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.TouchedBlock")]
public readonly record struct TouchedBlock([property: Id(0)] RegionKey Region, [property: Id(1)] int Block, [property: Id(2)] int Targets)
{
    /// <summary>Whether there can be such a block; what came over the wire may not be one.</summary>
    public bool IsPossible => Region.IsRegion && Block is >= 0 and < RegionKey.Blocks && Targets > 0;

    /// <inheritdoc />
    public override string ToString() => $"{Region}/{Block}";
}
