using Orleans.CodeGeneration;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Contracts.Identities;

/// <summary>One API client identity: the only owner of its permits, its known targets and its evidence.</summary>
[GrainInterfaceType(InterfaceName), Version(1), Alias("quotagrid.identity")]
public interface IIdentityGrain : IGrainWithStringKey
{
    /// <summary>The name of the interface, on the wire.</summary>
    const string InterfaceName = "quotagrid.identity";

    /// <summary>The name of the grain's type, on the wire and in storage.</summary>
    const string TypeName = "identity";

    /// <summary>
    /// Decides a batch, charges what it admits and remembers its targets. Sent twice, it charges velocity permits twice and nothing else, because the
    /// targets are known by then; under an in-flight limit it holds two permits, of which one lasts until its lease ends.
    /// </summary>
    /// <exception cref="UnknownPolicyException">No policy is in force for the capability and plan; nothing was charged.</exception>
    /// <exception cref="Core.Problems.InvalidValueException">The batch is empty or over the capability's largest; nothing was charged.</exception>
    /// <exception cref="ChargesNotStoredException">What it was charged could not be stored in time; what became of it is unknown.</exception>
    [Alias("Decide")]
    ValueTask<DecisionReply> DecideAsync(LookupRequest request);

    /// <summary>Takes a holder's report and lends to it. Sent twice, it changes nothing the second time.</summary>
    /// <exception cref="UnknownPolicyException">No policy is in force for the capability and plan; nothing was changed.</exception>
    /// <exception cref="Core.Problems.InvalidValueException">The report has more leases or targets than it may; nothing was changed.</exception>
    /// <exception cref="ChargesNotStoredException">What was lent could not be stored in time; nobody has it.</exception>
    [Alias("Sync")]
    ValueTask<SyncReply> SyncAsync(SyncRequest request);

    /// <summary>Counts what the backend answered. Sent twice, it counts twice: gateways send a report at most once.</summary>
    /// <exception cref="UnknownPolicyException">The capability is not defined; nothing was counted.</exception>
    [Alias("RecordOutcomes")]
    ValueTask RecordOutcomesAsync(OutcomeReport report);

    /// <summary>Gives back the permit that a request held of an in-flight limit. Sent twice, it changes nothing the second time.</summary>
    /// <returns>False when it is no longer held: it was released, its lease ended, or a crash forgot it.</returns>
    [Alias("ReleaseHold")]
    ValueTask<bool> ReleaseHoldAsync(Capability capability, HoldId hold);

    /// <summary>Lets the permit of a request last for another lease from now.</summary>
    /// <inheritdoc cref="ReleaseHoldAsync" path="/returns"/>
    [Alias("RenewHold")]
    ValueTask<bool> RenewHoldAsync(Capability capability, HoldId hold);

    /// <summary>Ends what is done about the identity for sweeping a capability, and forgets what was held against it. Sent twice, it changes nothing the second time.</summary>
    /// <returns>False when nothing was done about it.</returns>
    [Alias("Pardon")]
    ValueTask<bool> PardonAsync(Capability capability);

    /// <summary>Lets what is done about the identity for sweeping a capability last until a time.</summary>
    /// <returns>False when nothing is done about it.</returns>
    [Alias("ExtendContainment")]
    ValueTask<bool> ExtendContainmentAsync(Capability capability, Instant until);

    /// <summary>Takes up that the client passed a challenge. Sent twice, it changes nothing the second time.</summary>
    [Alias("PassChallenge")]
    ValueTask<ChallengeResult> PassChallengeAsync(Capability capability, ChallengeId challenge);

    /// <summary>What is known of the identity. The name and the task are what the Orleans dashboard's grain-state page calls.</summary>
    [Alias("GetState")]
    Task<IdentityReport> GetState();
}
