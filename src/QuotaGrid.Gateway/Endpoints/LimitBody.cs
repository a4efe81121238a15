using QuotaGrid.Core.Decisions;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>Where a limit stands.</summary>
/// <param name="Name">Its name in the policy.</param>
/// <param name="Kind"><c>velocity</c>, <c>novel</c>, <c>distinct</c> or <c>inflight</c>.</param>
/// <param name="Quota">Permits gained per period, or the most different targets within a distinct limit's window, or the most requests in flight.</param>
/// <param name="Remaining">Permits left.</param>
/// <param name="ResetAfter">Seconds until more are left if nothing is released; 0 when all are.</param>
public sealed record LimitBody(string Name, string Kind, long Quota, long Remaining, double ResetAfter)
{
    internal static LimitBody From(LimitStatus limit) => new(
        limit.Name,
        DecisionWords.WordFor(limit.Kind),
        limit.Quota,
        limit.Remaining,
        Problems.Seconds(limit.ResetAfter));
}
