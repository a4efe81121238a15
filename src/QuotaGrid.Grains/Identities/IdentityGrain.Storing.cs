using Orleans.Storage;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Grains.Identities;

/// <content>How the identity is stored: a while after every change, and at once when what is charged reaches the durable ceiling.</content>
internal sealed partial class IdentityGrain
{
    private const double Jitter = 0.2;
    private const int MostDoublings = 5;

    // How long after a failed write the next request tries again: the database is not met by every request of every identity.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private IGrainTimer? _snapshotTimer;
    private Task _write = Task.CompletedTask;
    private long _writeStarted;
    private long _failedAt;
    private bool _isScheduled;
    private bool _isReplaced;
    private int _failedWrites;

    private void StartSnapshots() => _snapshotTimer = this.RegisterGrainTimer(
        static (grain, _) => grain.SnapshotAsync(),
        this,
        new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });

    /// <summary>Writes the state as it is, so that the next activation, here or on another silo, goes on where this one ends.</summary>
    private async Task StopSnapshotsAsync()
    {
        _snapshotTimer = null;
        await WriteEndsAsync();
        var isNeeded = _owner.NeedsLastWrite(clock.Now) && !_isReplaced;
        stored.State.Value = _owner.BeginWrite(clock.Now, isLast: true);
        if (isNeeded)
        {
            await WriteAsync(stored.State.Value);
        }
    }

    /// <summary>Sees to it that a change is stored soon; changes until then go into the same snapshot.</summary>
    private void OnChanged()
    {
        _owner.OnChanged();
        if (!_isScheduled)
        {
            ScheduleSnapshot();
        }
    }

    // After each failed write twice as long, to 32 times: a database that comes back is not met by everything at once.
    private void ScheduleSnapshot()
    {
        _isScheduled = true;
        _snapshotTimer?.Change(
            options.Value.SnapshotInterval * JitterOf(this.GetGrainId().GetUniformHashCode()) * (1 << Math.Min(_failedWrites, MostDoublings)),
            Timeout.InfiniteTimeSpan);
    }

    private async Task SnapshotAsync()
    {
        _isScheduled = false;
        await WriteEndsAsync();
        if (_owner.HasChanged && !_isReplaced)
        {
            await StartWrite();
        }
    }

    /// <summary>Waits until whatever was charged is under the durable ceiling: then nobody who takes over can let it be spent again.</summary>
    /// <exception cref="ChargesNotStoredException">That takes too long.</exception>
    private async ValueTask CoverAsync()
    {
        while (!_owner.IsCovered(clock.Now))
        {
            if (_isReplaced)
            {
                throw new ChargesNotStoredException("Another activation of the identity has taken over.");
            }

            if (_write.IsCompleted)
            {
                if (_failedWrites > 0 && time.GetElapsedTime(_failedAt) < RetryInterval)
                {
                    throw new ChargesNotStoredException("The identity's charges could not be stored.");
                }

                _ = StartWrite();
            }

            var patience = options.Value.StoragePatience - time.GetElapsedTime(_writeStarted);
            if (patience <= TimeSpan.Zero || !await CompletesWithinAsync(_write, patience))
            {
                throw new ChargesNotStoredException("The identity's charges are being stored for too long.");
            }
        }
    }

    private async Task<bool> CompletesWithinAsync(Task write, TimeSpan patience)
    {
        try
        {
            await write.WaitAsync(patience, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // While one write is waited for, a decision may begin the next.
    private async Task WriteEndsAsync()
    {
        while (!_write.IsCompleted)
        {
            await _write;
        }
    }

    private Task StartWrite()
    {
        _writeStarted = time.GetTimestamp();
        return _write = WriteAsync(_owner.BeginWrite(clock.Now));
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var started = time.GetTimestamp();
        try
        {
            await StoreAsync(bytes);
            instruments.OnSnapshot(GrainInstruments.Written, time.GetElapsedTime(started), bytes.Length);
            OnWritten();
        }
        catch (InconsistentStateException e)
        {
            // Another activation of this identity has stored its state: it is the one that goes on.
            _owner.OnNotWritten();
            _isReplaced = true;
            instruments.OnSnapshot(GrainInstruments.Conflict, time.GetElapsedTime(started), bytes.Length);
            LogReplaced(logger, this.GetPrimaryKeyString(), e);
            DeactivateOnIdle();
        }
        catch (Exception e)
        {
            instruments.OnSnapshot(GrainInstruments.Failed, time.GetElapsedTime(started), bytes.Length);
            OnWriteFailed(e);
        }
    }

    /// <summary>Writes; a conflict with a write of this activation's own, whose answer was lost, is none.</summary>
    private async Task StoreAsync(ReadOnlyMemory<byte> bytes)
    {
        stored.State.Value = bytes;
        try
        {
            await stored.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            await stored.ReadStateAsync();
            if (!_owner.Wrote(stored.State.Value))
            {
                throw;
            }

            stored.State.Value = bytes;
            await stored.WriteStateAsync();
        }
    }

    private void OnWritten()
    {
        // The bytes are in storage: there is no need to have them twice.
        stored.State.Value = _snapshotTimer is null ? stored.State.Value : default;
        _owner.OnWritten();
        snapshots.OnWritten();
        if (_failedWrites > 0)
        {
            _failedWrites = 0;
            DelayDeactivation(TimeSpan.Zero);
        }
    }

    private void OnWriteFailed(Exception e)
    {
        _owner.OnNotWritten();
        if (_snapshotTimer is null)
        {
            LogLost(logger, this.GetPrimaryKeyString(), e);
            return;
        }

        // The state is safe in memory and stays there until it is stored; what a crash would lose until then is counted by the failed writes.
        _failedWrites++;
        _failedAt = time.GetTimestamp();
        snapshots.OnFailed(e);
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        ScheduleSnapshot();
    }

    // The same for one identity each time, spread evenly over identities: no source of randomness is needed.
    private static double JitterOf(uint hash) => 1 - Jitter + (2 * Jitter * hash / uint.MaxValue);
}
