namespace QuotaGrid.Gateway.Leases;

/// <summary>The lookups that wait for an identity whose silo does not answer. For use within the lane's lock, but for <see cref="Asked"/>.</summary>
/// <param name="patience">How long an answer is waited for.</param>
/// <param name="time">The clock.</param>
internal sealed class SilentIdentity(TimeSpan patience, TimeProvider time)
{
    private readonly Queue<WaitingLookup> _waiting = [];
    private TaskCompletionSource _asked = NewSignal();

    /// <summary>How many lookups wait.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Ends when a lookup waits.</summary>
    public Task Asked => Volatile.Read(ref _asked).Task;

    /// <summary>Lets a lookup wait.</summary>
    public void Add(WaitingLookup lookup)
    {
        _waiting.Enqueue(lookup);
        _asked.TrySetResult();
    }

    /// <summary>Takes the lookups for one message. What has waited in vain is answered by nobody: whoever asked has given up, and a silo that comes back has nothing to do with it.</summary>
    /// <param name="most">The most.</param>
    public List<WaitingLookup> Take(int most)
    {
        var lookups = new List<WaitingLookup>();
        while (lookups.Count < most && _waiting.TryDequeue(out var lookup))
        {
            if (time.GetElapsedTime(lookup.Since) < patience)
            {
                lookups.Add(lookup);
            }
            else
            {
                lookup.Take(new(Reply: null, new TimeoutException("The identity's silo did not answer in time.")));
            }
        }

        if (_waiting.Count == 0 && _asked.Task.IsCompleted)
        {
            Volatile.Write(ref _asked, NewSignal());
        }

        return lookups;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
