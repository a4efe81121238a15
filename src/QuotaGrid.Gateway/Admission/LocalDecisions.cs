using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Time;
using QuotaGrid.Gateway.Leases;

namespace QuotaGrid.Gateway.Admission;

/// <summary>Puts into words what a lease decided.</summary>
internal static class LocalDecisions
{
    /// <summary>The decision of a request that the gateway decided by itself; null when a silo has to be asked.</summary>
    public static GatewayDecision? TryDecide(PreparedRequest prepared, LeaseEntry entry, Instant now)
    {
        var targets = prepared.Targets.Fingerprints;
        var answer = entry.Holder.TryDecide(targets.Span, now);
        return answer.Kind switch
        {
            LocalAnswerKind.Admitted => prepared.ToDecision(Outcome.Allowed, ItemSet.All(targets.Count), entry.LimitsNow()),

            // How long a whole batch has to wait only the grain knows.
            LocalAnswerKind.Denied when prepared.Request.Admission == Core.Decisions.Admission.Partial =>
                prepared.ToDecision(Outcome.Denied, ItemSet.None(targets.Count), entry.LimitsNow()) with
                {
                    Limit = answer.Limit,
                    RetryAfter = Instant.SpanOf(answer.RetryAfterNanos),
                },
            _ => null,
        };
    }
}
