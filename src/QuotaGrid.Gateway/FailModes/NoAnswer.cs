using Orleans.Runtime.Messaging;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Gateway.Leases;

namespace QuotaGrid.Gateway.FailModes;

/// <summary>Tells a remote failure, which is no denial, from an answer that is an exception; and what each opens.</summary>
internal static class NoAnswer
{
    /// <summary>Whether an exception means that nobody decided. If not, it is about the request, or the caller gave up.</summary>
    public static bool Is(Exception failure, CancellationToken cancellationToken) =>
        failure is not InvalidValueException && !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested);

    /// <summary>Whether a message found no grain on its way, which another one may.</summary>
    public static bool IsUntaken(Exception failure) => failure is OrleansMessageRejectionException or ConnectionFailedException;

    /// <summary>
    /// Whether a message that found none reached no grain, so that nothing was charged. Of one whose silo became unavailable that is not known; sent again, it charges velocity permits twice at most, which is what its caller would do.
    /// </summary>
    public static bool IsUndelivered(Exception untaken) => untaken is not SiloUnavailableException;

    /// <summary>
    /// The fail mode to use. Closed whatever the policy says where an identity can bring the failure about by itself (its queue here or at its grain is full), where
    /// its state cannot be read, and where the silo does not have the policy yet: none of them may be a way around a limit.
    /// </summary>
    public static FailMode FailModeOf(Policy policy, Exception failure) =>
        failure is LimitExceededException or SnapshotFormatException or UnknownPolicyException or GatewayBusyException ? FailMode.Closed : policy.FailMode;
}
