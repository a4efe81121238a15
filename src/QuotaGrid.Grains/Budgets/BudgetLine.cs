using QuotaGrid.Contracts.Budgets;
using QuotaGrid.Core.Budgets;
using QuotaGrid.Core.Leases;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Grains.Budgets;

/// <summary>
/// One budget that a silo holds some of, and what it says to the budget's grain: one report at a time. Requests that find too little wait for the answer to the next report, all of them for the same
/// one, so a budget that is asked for by everyone costs a silo no more messages than it can be sent one after the other. Safe for concurrent use.
/// </summary>
internal sealed class BudgetLine(HeldBudget budget, IBudgetGrain grain, SiloClock clock, TimeProvider time, GrainInstruments instruments)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isReporting;
    private long _used = time.GetTimestamp();

    /// <summary>What is held.</summary>
    public HeldBudget Budget
    {
        get
        {
            _used = time.GetTimestamp();
            return budget;
        }
    }

    /// <summary>How long nobody asked for it.</summary>
    public TimeSpan Idle => time.GetElapsedTime(_used);

    /// <summary>Whether it can be forgotten without loss.</summary>
    public bool IsSettled => budget.Holder.IsSettled;

    /// <summary>Waits until a request need not wait: there is enough for it, or it is known that there is not.</summary>
    /// <exception cref="BudgetUnavailableException">That takes too long.</exception>
    public async Task ReadyAsync(Permits permits, TimeSpan patience)
    {
        var started = time.GetTimestamp();
        for (var rounds = 0; !budget.IsReadyFor(permits, clock.Now); rounds++)
        {
            var left = patience - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                throw new BudgetUnavailableException(budget.Key);
            }

            if (rounds > 0)
            {
                // Others took it, or nobody answered.
                await Task.Delay(Pause, time);
            }

            await NextAnswerAsync(permits, patience).WaitAsync(left, time).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reports if there is something to say.</summary>
    public void Report(TimeSpan patience)
    {
        lock (_gate)
        {
            if (!_isReporting && budget.Holder.NextReport(clock.Now, TimeSpan.Zero) is { } report)
            {
                Send(report, patience);
            }
        }
    }

    /// <summary>Returns what is held.</summary>
    public async Task ReturnAsync(TimeSpan patience)
    {
        try
        {
            await grain.SyncAsync(budget.Holder.LastReport(clock.Now)).AsTask().WaitAsync(patience, time);
        }
        catch (Exception)
        {
            // Then it ends with its deadline, unspent.
            instruments.OnBudgetReport(GrainInstruments.Failed);
        }
    }

    private Task NextAnswerAsync(Permits permits, TimeSpan patience)
    {
        lock (_gate)
        {
            budget.Holder.Need(permits);
            var answered = _next.Task;
            if (!_isReporting)
            {
                Send(budget.Holder.NextReport(clock.Now, TimeSpan.Zero, always: true)!, patience);
            }

            return answered;
        }
    }

    // Within the lock.
    private void Send(SyncReport report, TimeSpan patience)
    {
        _isReporting = true;
        var answered = _next;
        _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = SendAsync(report, answered, patience);
    }

    private async Task SendAsync(SyncReport report, TaskCompletionSource answered, TimeSpan patience)
    {
        // Whoever asked may be a grain, which has its own scheduler.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var result = GrainInstruments.Answered;
        try
        {
            var reply = await grain.SyncAsync(report).AsTask().WaitAsync(patience, time).ConfigureAwait(false);
            budget.OnReply(reply, clock.Now);
        }
        catch (Exception)
        {
            // It is reported again; who waits asks again, and gives up in time.
            result = GrainInstruments.Failed;
        }

        instruments.OnBudgetReport(result);
        answered.TrySetResult();
        lock (_gate)
        {
            _isReporting = false;
            if (budget.Holder.IsNeeded)
            {
                Send(budget.Holder.NextReport(clock.Now, TimeSpan.Zero, always: true)!, patience);
            }
        }
    }
}
