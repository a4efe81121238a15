using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Gateway.Admission;

/// <summary>Tells a remote failure, which is no denial, from an answer that is an exception.</summary>
internal static class NoAnswer
{
    /// <summary>Whether an exception means that nobody decided. If not, it is about the request, or the caller gave up.</summary>
    public static bool Is(Exception failure, CancellationToken cancellationToken) =>
        failure is not (InvalidValueException or UnknownPolicyException)
        && !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested);
}
