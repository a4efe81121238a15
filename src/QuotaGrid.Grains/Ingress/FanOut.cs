using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Grains.Identities;

namespace QuotaGrid.Grains.Ingress;

/// <summary>The questions of one message, each to another identity, and their answers as they come. An identity of this silo is asked without a message.</summary>
/// <param name="grains">The cluster.</param>
/// <param name="locals">The identities of this silo.</param>
/// <param name="ask">How an identity is asked.</param>
/// <param name="identities">Which.</param>
/// <param name="requests">What each is asked.</param>
internal sealed class FanOut<TRequest, TAnswer>(
    IGrainFactory grains, LocalIdentities locals, Func<IIdentityGrain, TRequest, ValueTask<TAnswer>> ask, Identity[] identities, TRequest[] requests)
    where TAnswer : class
{
    private readonly TaskScheduler _scheduler = TaskScheduler.Current;
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TAnswer?[] _answers = new TAnswer?[identities.Length];
    private readonly Exception?[] _failures = new Exception?[identities.Length];
    private int _missing = identities.Length;

    /// <summary>Asks, and waits for the answers, but no longer than this: one that is slow keeps nobody from those that are there.</summary>
    public async Task RunAsync(TimeSpan patience, TimeProvider time)
    {
        for (var place = 0; place < identities.Length; place++)
        {
            if (locals.Find(identities[place]) is not { } local)
            {
                _ = AskAsync(grains.GetIdentity(identities[place]), place);
            }
            else if (!local.TryRun(static (grain, question) => question.FanOut.AskHereAsync(grain, question.Place), new Question(this, place)))
            {
                Take(place, answer: null, new LimitExceededException($"{LocalIdentity.MaxWaiting} requests wait for the identity already."));
            }
        }

        if (identities.Length > 0)
        {
            await _all.Task.WaitAsync(patience, time).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The answer, or why there is none; neither when it was not waited for.</summary>
    public (TAnswer? Answer, Exception? Failure) this[int place] => (Volatile.Read(ref _answers[place]), Volatile.Read(ref _failures[place]));

    // On the scheduler of the identity's grain. The activation that is to come has to be asked from where the message entered.
    private Task AskHereAsync(IIdentityGrain? grain, int place)
    {
        if (grain is not null)
        {
            return AskAsync(grain, place);
        }

        _ = Task.Factory.StartNew(() => AskAsync(grains.GetIdentity(identities[place]), place), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);
        return Task.CompletedTask;
    }

    private async Task AskAsync(IIdentityGrain grain, int place)
    {
        try
        {
            Take(place, await ask(grain, requests[place]), failure: null);
        }
        catch (Exception failure)
        {
            // The gateway that asked decides what a failure means, for this identity alone.
            Take(place, answer: null, failure);
        }
    }

    private void Take(int place, TAnswer? answer, Exception? failure)
    {
        Volatile.Write(ref _answers[place], answer);
        Volatile.Write(ref _failures[place], failure);
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _all.TrySetResult();
        }
    }

    private sealed record Question(FanOut<TRequest, TAnswer> FanOut, int Place);
}
