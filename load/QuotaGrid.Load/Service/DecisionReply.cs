namespace QuotaGrid.Load.Service;

/// <summary>What the runner reads of the answer to <c>POST /v1/decisions</c>; other fields are ignored.</summary>
/// <param name="Allowed">The indices of the targets that may be answered.</param>
/// <param name="Denied">The indices of those that may not.</param>
/// <param name="Invalid">The indices of those that are no targets.</param>
/// <param name="Limit">The limit that denied, or null.</param>
/// <param name="RetryAfter">Seconds until asking again is worth it, or null.</param>
/// <param name="Action">What is done about the identity: <c>none</c>, or a step of the policy's ladder.</param>
public sealed record DecisionReply(
    IReadOnlyList<int>? Allowed, IReadOnlyList<int>? Denied, IReadOnlyList<int>? Invalid, string? Limit, double? RetryAfter, string? Action = null)
{
    /// <summary>Says why the reply is no answer to a request of some targets, or null when it names each of them exactly once.</summary>
    public string? FindProblem(int targets)
    {
        if (Allowed is null || Denied is null || Invalid is null)
        {
            return "the decision lacks 'allowed', 'denied' or 'invalid'";
        }

        var named = new bool[targets];
        foreach (var index in Allowed.Concat(Denied).Concat(Invalid))
        {
            if (index < 0 || index >= targets || named[index])
            {
                return "the decision names a target twice, or one that was not asked for";
            }

            named[index] = true;
        }

        return Array.TrueForAll(named, one => one) ? null : "the decision leaves out targets";
    }
}
