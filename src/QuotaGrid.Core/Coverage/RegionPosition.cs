using Orleans;
using QuotaGrid.Core.Leases;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// How much of a region a silo has. It means something only to the region: a silo keeps what it got with the last answer and sends it with the next
/// question. The default is nothing.
/// </summary>
/// <param name="Epoch">The activation of the region that counted.</param>
/// <param name="Version">Every mark up to this one is there.</param>
/// <param name="Target">While whole blocks are being sent, the version that the silo has when it has all of them; else 0.</param>
/// <param name="NextBlock">The blocks below are there as of <paramref name="Target"/>; 0 when no whole blocks are being sent.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.RegionPosition")]
public readonly record struct RegionPosition(
    [property: Id(0)] Epoch Epoch, [property: Id(1)] long Version, [property: Id(2)] long Target, [property: Id(3)] int NextBlock)
{
    /// <summary>Whether the silo has the region, as it was a moment ago, so that what is not marked was not asked for.</summary>
    public bool IsWhole => Epoch.Value != 0 && NextBlock == 0;
}
