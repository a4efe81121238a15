using System.Globalization;
using Orleans;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Campaigns;

/// <summary>Blocks of one region that follow each other.</summary>
/// <param name="Region">The region.</param>
/// <param name="First">The first block.</param>
/// <param name="Last">The last one.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.BlockSpan")]
public readonly record struct BlockSpan([property: Id(0)] RegionKey Region, [property: Id(1)] int First, [property: Id(2)] int Last)
{
    /// <summary>How far from each other blocks may be to be slices of one sweep: 100,000 numbers, which is what one puppet reads at most.</summary>
    public const int Near = 10;

    /// <summary>From how many targets on a block is one that is swept, and not one that somebody of a book is in.</summary>
    public const int LeastTargets = 4;

    /// <summary>Whether a block may be part of a sweep that others are part of: targets without neighbours are in blocks that say nothing.</summary>
    internal static bool IsSwept(TouchedBlock block) => block.Targets >= LeastTargets && block.Region.Space != TargetSpace.Opaque;

    /// <summary>Whether two blocks are near each other.</summary>
    internal static bool AreNear(TouchedBlock one, TouchedBlock other) => one.Region == other.Region && Math.Abs(one.Block - other.Block) <= Near;

    /// <summary>Whether a block is within these, or near them.</summary>
    internal bool IsNear(RegionKey region, int first, int last) => region == Region && last >= First - Near && first <= Last + Near;

    /// <summary>These and others, and what lies between.</summary>
    internal BlockSpan With(int first, int last) => this with { First = Math.Min(First, first), Last = Math.Max(Last, last) };

    /// <inheritdoc />
    public override string ToString() =>
        First == Last ? string.Create(CultureInfo.InvariantCulture, $"{Region}/{First}") : string.Create(CultureInfo.InvariantCulture, $"{Region}/{First}-{Last}");
}
