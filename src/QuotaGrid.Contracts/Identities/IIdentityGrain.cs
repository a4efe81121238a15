using Orleans.CodeGeneration;

namespace QuotaGrid.Contracts.Identities;

/// <summary>One API client identity: the only owner of its permits, its known targets and its evidence.</summary>
[GrainInterfaceType("quotagrid.identity"), Version(1), Alias("quotagrid.identity")]
public interface IIdentityGrain : IGrainWithStringKey
{
    /// <summary>
    /// Decides a batch, charges what it admits and remembers its targets. Sent twice, it charges velocity permits twice and nothing else, because the
    /// targets are known by then.
    /// </summary>
    /// <exception cref="UnknownPolicyException">No policy is in force for the capability and plan; nothing was charged.</exception>
    /// <exception cref="Core.Problems.InvalidValueException">The batch is empty or over the capability's largest; nothing was charged.</exception>
    [Alias("Decide")]
    ValueTask<DecisionReply> DecideAsync(LookupRequest request);

    /// <summary>Counts what the backend answered. Sent twice, it counts twice: gateways send a report at most once.</summary>
    /// <exception cref="UnknownPolicyException">The capability is not defined; nothing was counted.</exception>
    [Alias("RecordOutcomes")]
    ValueTask RecordOutcomesAsync(OutcomeReport report);

    /// <summary>What is known of the identity. The name and the task are what the Orleans dashboard's grain-state page calls.</summary>
    [Alias("GetState")]
    Task<IdentityReport> GetState();
}
