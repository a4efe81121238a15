using Orleans.CodeGeneration;
using QuotaGrid.Core.Cohorts;

namespace QuotaGrid.Contracts.Cohorts;

/// <summary>What all silos counted of one cohort. Keys: the text of <see cref="CohortKey"/>, which has a '/' and so is neither a whole number nor a GUID.</summary>
[GrainInterfaceType("quotagrid.cohort"), Version(1), Alias("quotagrid.cohort")]
public interface ICohortGrain : IGrainWithStringKey
{
    /// <summary>Takes up what a silo counted and answers what all did. Sent twice, it changes nothing the second time.</summary>
    /// <exception cref="Core.Problems.InvalidValueException">No silo can have counted so; nothing was taken up.</exception>
    [Alias("Exchange")]
    ValueTask<CohortTotals> ExchangeAsync(CohortReport report);

    /// <summary>What was counted. The name and the task are what the Orleans dashboard's grain-state page calls.</summary>
    [Alias("GetState")]
    Task<CohortTotals> GetState();
}
