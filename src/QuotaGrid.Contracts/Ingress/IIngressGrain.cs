using System.Collections.Immutable;
using Orleans.CodeGeneration;

namespace QuotaGrid.Contracts.Ingress;

/// <summary>
/// Where one message of a gateway about many identities enters a silo: a stateless worker that fans out to the identities' grains, so that the gateway pays for one
/// message and not for each.
/// </summary>
[GrainInterfaceType(InterfaceName), Version(1), Alias("quotagrid.ingress")]
public interface IIngressGrain : IGrainWithIntegerKey
{
    /// <summary>The name of the interface, on the wire.</summary>
    const string InterfaceName = "quotagrid.ingress";

    /// <summary>The name of the grain's type, on the wire.</summary>
    const string TypeName = "ingress";

    /// <summary>The most identities in one message.</summary>
    const int MaxIdentities = 1000;

    /// <summary>How long an identity's grain may take to count a report.</summary>
    static readonly TimeSpan OutcomePatience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Decides the requests of many identities; the results are in the order of the requests. An identity that takes over three quarters of what the caller
    /// waits has a <see cref="TimeoutException"/> for its result, so that the others' answers still arrive.
    /// </summary>
    /// <param name="lookups">The requests.</param>
    /// <param name="patience">How long the caller waits for the answer.</param>
    /// <exception cref="Core.Problems.InvalidValueException">There are more than <see cref="MaxIdentities"/>; nothing was charged.</exception>
    [Alias("Decide")]
    ValueTask<ImmutableArray<LookupResult>> DecideAsync(ImmutableArray<IdentityLookup> lookups, TimeSpan patience);

    /// <summary>
    /// Hands the reports of many identities to their grains, and counts the outcome reports. An identity that takes over three quarters of what the caller waits has no answer, so that the others'
    /// still arrive.
    /// </summary>
    /// <param name="sync">The reports.</param>
    /// <param name="patience">How long the caller waits for the answer.</param>
    /// <exception cref="Core.Problems.InvalidValueException">There are more than <see cref="MaxIdentities"/>; nothing was changed.</exception>
    [Alias("Sync")]
    ValueTask<GatewaySyncReply> SyncAsync(GatewaySync sync, TimeSpan patience);

    /// <summary>Counts the outcome reports of many identities.</summary>
    /// <returns>How many reports could not be counted, because their identity's grain did not answer.</returns>
    /// <exception cref="Core.Problems.InvalidValueException">There are more than <see cref="MaxIdentities"/>; nothing was counted.</exception>
    [Alias("RecordOutcomes")]
    ValueTask<int> RecordOutcomesAsync(ImmutableArray<IdentityOutcomes> outcomes);
}
