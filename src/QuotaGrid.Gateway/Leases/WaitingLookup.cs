using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;

namespace QuotaGrid.Gateway.Leases;

/// <summary>A lookup that waits to be sent, and then for its answer.</summary>
/// <param name="lookup">The lookup.</param>
/// <param name="since">When it began to wait, by the clock's timestamp.</param>
internal sealed class WaitingLookup(IdentityLookup lookup, long since)
{
    private readonly TaskCompletionSource<DecisionReply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The lookup.</summary>
    public IdentityLookup Lookup => lookup;

    /// <summary>When it began to wait.</summary>
    public long Since => since;

    /// <summary>The answer.</summary>
    public Task<DecisionReply> Answer => _answer.Task;

    /// <summary>Whether the identity's grain was heard of: it answered, or its silo said why it did not.</summary>
    public bool IsHeard => Answer.IsCompletedSuccessfully || (Answer.IsFaulted && Answer.Exception.InnerException is not TimeoutException);

    /// <summary>Takes the answer, or why there is none.</summary>
    public void Take(LookupResult result)
    {
        if (result.Reply is { } reply)
        {
            _answer.TrySetResult(reply);
        }
        else
        {
            _answer.TrySetException(result.Failure!);
        }
    }
}
