using QuotaGrid.Contracts.Identities;

namespace QuotaGrid.Grains.Identities;

/// <summary>
/// An identity's activation as others in the same silo see it. What they have it do runs on the activation's own scheduler, like a message's work, and costs an item in a queue: a tenth of what a
/// message costs.
/// </summary>
internal sealed class LocalIdentity
{
    /// <summary>The most pieces of work that wait or run at a time; as many as messages may.</summary>
    public const int MaxWaiting = 1000;

    private readonly IIdentityGrain _grain;
    private readonly Action _onUsed;
    private readonly TaskScheduler _scheduler = TaskScheduler.Current;
    private readonly TaskCompletionSource _ended = new();
    private int _waiting;
    private int _running;
    private bool _isEnding;

    /// <summary>Must be made by the grain itself, whose scheduler it keeps.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="onUsed">Is told of each piece of work before it begins.</param>
    public LocalIdentity(IIdentityGrain grain, Action onUsed) => (_grain, _onUsed) = (grain, onUsed);

    /// <summary>Has the grain do a piece of work soon.</summary>
    /// <param name="work">The work. It is given null when the activation has ended meanwhile, and must not throw.</param>
    /// <param name="state">What the work is given.</param>
    /// <returns>Whether it will be done; false when <see cref="MaxWaiting"/> wait already.</returns>
    public bool TryRun<T>(Func<IIdentityGrain?, T, Task> work, T state)
        where T : class
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        _ = Task.Factory.StartNew(
            static one => ((Piece<T>)one!).RunAsync(), new Piece<T>(this, work, state), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);
        return true;
    }

    /// <summary>Takes no more work, and waits until what was begun has ended; called by the grain itself.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        _isEnding = true;
        if (_running > 0)
        {
            await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Piece<T>(LocalIdentity local, Func<IIdentityGrain?, T, Task> work, T state)
    {
        public async Task RunAsync()
        {
            local._running++;
            if (!local._isEnding)
            {
                local._onUsed();
            }

            await work(local._isEnding ? null : local._grain, state);
            Interlocked.Decrement(ref local._waiting);
            if (--local._running == 0 && local._isEnding)
            {
                local._ended.TrySetResult();
            }
        }
    }
}
