using System.Collections.Concurrent;

namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>What tests do to a cluster's storage, and learn from it: which grains' writes fail or wait, and when one was made.</summary>
internal sealed class StorageProbe
{
    private readonly ConcurrentDictionary<GrainId, TaskCompletionSource> _written = [];
    private readonly ConcurrentDictionary<GrainId, TaskCompletionSource> _failed = [];
    private readonly ConcurrentDictionary<GrainId, HeldCall> _held = [];
    private readonly ConcurrentDictionary<GrainId, HeldCall> _heldReads = [];
    private readonly ConcurrentDictionary<GrainId, int> _writes = [];
    private readonly ConcurrentDictionary<GrainId, bool> _failing = [];
    private readonly ConcurrentDictionary<GrainId, int> _answersToLose = [];
    private readonly ConcurrentDictionary<GrainId, Exception> _unreadable = [];

    /// <summary>How many writes of a grain succeeded.</summary>
    public int WritesOf(GrainId grain) => _writes.GetValueOrDefault(grain);

    /// <summary>Ends when the grain's next write has succeeded.</summary>
    public Task NextWriteAsync(GrainId grain) => Next(_written, grain);

    /// <summary>Ends when the grain's next write has failed.</summary>
    public Task NextFailureAsync(GrainId grain) => Next(_failed, grain);

    /// <summary>Lets the grain's writes fail from now on, or succeed again.</summary>
    public void Fail(GrainId grain, bool failing)
    {
        if (failing)
        {
            _failing[grain] = true;
        }
        else
        {
            _failing.TryRemove(grain, out _);
        }
    }

    /// <summary>Lets the grain's reads fail from now on.</summary>
    public void FailReads(GrainId grain, Exception failure) => _unreadable[grain] = failure;

    /// <summary>Stops the grain's next read on its way to storage.</summary>
    public HeldCall HoldRead(GrainId grain) => _heldReads[grain] = new HeldCall();

    /// <summary>Does a read as the test wants it.</summary>
    public async Task ReadAsync(GrainId grain, Func<Task> read)
    {
        if (_heldReads.TryRemove(grain, out var held))
        {
            await held.ArriveAsync();
        }

        if (_unreadable.TryGetValue(grain, out var failure))
        {
            throw failure;
        }

        await read();
    }

    /// <summary>Stops the grain's next write on its way to storage.</summary>
    public HeldCall HoldNext(GrainId grain) => _held[grain] = new HeldCall();

    /// <summary>Lets the grain's next writes take effect and fail all the same.</summary>
    public void LoseAnswers(GrainId grain, int count) => _answersToLose[grain] = count;

    /// <summary>Does a write as the test wants it.</summary>
    public async Task WriteAsync(GrainId grain, Func<Task> write)
    {
        try
        {
            if (_held.TryRemove(grain, out var held))
            {
                await held.ArriveAsync();
            }

            if (_failing.ContainsKey(grain))
            {
                throw new IOException("The disk is full (for this test).");
            }

            await write();
            if (_answersToLose.TryGetValue(grain, out var count) && count > 0)
            {
                _answersToLose[grain] = count - 1;
                throw new IOException("The answer was lost (for this test).");
            }
        }
        catch
        {
            Complete(_failed, grain);
            throw;
        }

        _writes.AddOrUpdate(grain, 1, static (_, count) => count + 1);
        Complete(_written, grain);
    }

    private static Task Next(ConcurrentDictionary<GrainId, TaskCompletionSource> waiting, GrainId grain) =>
        waiting.GetOrAdd(grain, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private static void Complete(ConcurrentDictionary<GrainId, TaskCompletionSource> waiting, GrainId grain)
    {
        if (waiting.TryRemove(grain, out var source))
        {
            source.SetResult();
        }
    }

    /// <summary>A write or read that waits for the test.</summary>
    internal sealed class HeldCall
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Ends when it waits.</summary>
        public Task Arrived => _arrived.Task;

        /// <summary>Lets it go on.</summary>
        public void Release() => _outcome.SetResult();

        /// <summary>Lets it fail.</summary>
        public void Fail() => _outcome.SetException(new IOException("The disk is gone (for this test)."));

        /// <summary>Called on the way to storage.</summary>
        public Task ArriveAsync()
        {
            _arrived.SetResult();
            return _outcome.Task;
        }
    }
}
