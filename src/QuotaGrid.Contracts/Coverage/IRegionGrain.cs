using Orleans.CodeGeneration;
using QuotaGrid.Core.Coverage;

namespace QuotaGrid.Contracts.Coverage;

/// <summary>What anybody asked for in one region. Silos tell it what was asked for there, and are told what was asked for elsewhere. Keys: the text of <see cref="RegionKey"/>.</summary>
[GrainInterfaceType("quotagrid.region"), Version(1), Alias("quotagrid.region")]
public interface IRegionGrain : IGrainWithStringKey
{
    /// <summary>Takes up a silo's marks and answers what it does not have. Sent twice, it changes nothing the second time.</summary>
    /// <exception cref="Core.Problems.InvalidValueException">The marks are of another region, or damaged; nothing was taken up.</exception>
    [Alias("Exchange")]
    ValueTask<RegionDelta> ExchangeAsync(RegionMarks marks);

    /// <summary>How much of the region was asked for. The name and the task are what the Orleans dashboard's grain-state page calls.</summary>
    [Alias("GetState")]
    Task<RegionReport> GetState();
}
