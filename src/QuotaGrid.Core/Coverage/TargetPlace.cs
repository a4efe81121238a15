using Orleans;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// Where a target stands in its space: region, block, and an offset that is permuted under the cluster's key within the block, so that who sees places can count
/// targets and not name them. Made by <see cref="TargetPlacer"/> in the gateway.
/// </summary>
/// <param name="Value">From the highest bit: 40 bits of region, 10 of block, 14 of offset.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.TargetPlace")]
public readonly record struct TargetPlace([property: Id(0)] ulong Value)
{
    private const int OffsetBits = 14;
    private const int BlockBits = 10;

    /// <summary>Names a place.</summary>
    /// <param name="region">The region.</param>
    /// <param name="block">0 to 999.</param>
    /// <param name="offset">0 to 9,999, permuted.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such region, block or offset.</exception>
    public TargetPlace(RegionKey region, int block, int offset)
        : this((region.Code << (BlockBits + OffsetBits)) | ((ulong)(uint)block << OffsetBits) | (uint)offset)
    {
        if (!region.IsRegion)
        {
            throw new ArgumentOutOfRangeException(nameof(region), region.Code, "Names no region.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(block);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(block, RegionKey.Blocks);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, RegionKey.BlockTargets);
    }

    /// <summary>The region.</summary>
    public RegionKey Region => RegionKey.OfCode(Value >> (BlockBits + OffsetBits));

    /// <summary>The block within the region, 0 to 999 if this is a place.</summary>
    public int Block => (int)(Value >> OffsetBits) & ((1 << BlockBits) - 1);

    /// <summary>The permuted offset within the block, 0 to 9,999 if this is a place.</summary>
    public int Offset => (int)Value & ((1 << OffsetBits) - 1);

    /// <summary>Whether this is a place; what came over the wire may not be.</summary>
    public bool IsPlace => IsInRegion && Region.IsRegion;

    /// <summary>Whether block and offset are possible.</summary>
    internal bool IsInRegion => Block < RegionKey.Blocks && Offset < RegionKey.BlockTargets;

    /// <summary>The region and the block, as one number.</summary>
    internal ulong RegionAndBlock => Value >> OffsetBits;

    /// <summary>The first place of what <see cref="RegionAndBlock"/> says; no place when it says nothing.</summary>
    internal static TargetPlace OfBlock(ulong regionAndBlock) => new(regionAndBlock <= ulong.MaxValue >> OffsetBits ? regionAndBlock << OffsetBits : 0);

    /// <summary>Region and block: nothing finer is ever shown.</summary>
    public override string ToString() => $"{Region}/{Block}";
}
