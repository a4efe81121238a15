using Microsoft.Extensions.Logging;
using Orleans.Storage;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Time;
using QuotaGrid.Grains.Hosting;
using QuotaGrid.Grains.Storage;

namespace QuotaGrid.Grains.Owners;

/// <summary>
/// The owner of permits: an identity or a budget. What it charges is stored a while after every change, and at once when it reaches the durable ceiling; an answer waits for that.
/// </summary>
/// <remarks>Others run beside it only where it waits: for storage or for a budget, before it has charged or after. So a decision never sees half of another, and a write has bytes that were taken before it began.</remarks>
internal abstract partial class OwnerGrain(IPersistentState<StoredBytes> stored, OwnerServices services, ILogger logger)
    : StoredGrain(stored, logger)
{
    private const double Jitter = 0.2;
    private const int MostDoublings = 5;

    // How long after a failed write the next request tries again: the database is not met by every request of every identity.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private IdentityOwner _owner = null!;
    private IGrainTimer? _snapshotTimer;
    private Task _write = Task.CompletedTask;
    private long _writeStarted;
    private long _failedAt;
    private long _usedAt;
    private bool _isScheduled;
    private bool _isReplaced;
    private int _failedWrites;

    /// <summary>What is owned. Whoever changes it calls <see cref="OnChanged"/>.</summary>
    protected IdentityState State => _owner.State;

    /// <summary>This activation, which alone gives back what it charged.</summary>
    protected Epoch Epoch => _owner.Epoch;

    /// <summary>How permits are lent.</summary>
    protected LeaseRules Rules => _owner.Rules;

    /// <summary>The time.</summary>
    protected Instant Now => services.Clock.Now;

    /// <inheritdoc />
    protected override void Begin()
    {
        var epoch = new Epoch(RandomId.Next());
        _owner = new IdentityOwner(Stored.State.Value, epoch, services.Options.Value.Leases);
        Stored.State.Value = default;
        StartSnapshots();
    }

    /// <inheritdoc />
    protected override Task EndAsync(CancellationToken cancellationToken) => StopSnapshotsAsync();

    /// <summary>Gives out what a report was answered: a lease only when it is under the durable ceiling.</summary>
    /// <exception cref="ChargesNotStoredException">That takes too long.</exception>
    protected async ValueTask<SyncReply> LendAsync(SyncReply reply)
    {
        OnChanged();
        if (!reply.Granted.IsNone)
        {
            await CoverAsync();
        }

        return reply;
    }

    /// <summary>Keeps the activation as a message would: who collects idle ones does not see work that came without one.</summary>
    protected void OnUsed()
    {
        var idleAge = services.Options.Value.IdleAge;
        if (_failedWrites == 0 && services.Time.GetElapsedTime(_usedAt) > idleAge / 2)
        {
            _usedAt = services.Time.GetTimestamp();
            DelayDeactivation(idleAge);
        }
    }

    /// <summary>Refuses a report that nobody sends.</summary>
    /// <exception cref="InvalidValueException">It has more leases or targets than it may.</exception>
    protected static void CheckReport(SyncReport? report)
    {
        if (report is null)
        {
            return;
        }

        if (report.Targets.FirstOrDefault(run => run.Aliases.Count != 0 && run.Aliases.Count != run.Targets.Count) is { } run)
        {
            throw new InvalidValueException(new("report.targets.aliases", $"{run.Targets.Count} targets have {run.Aliases.Count} aliases.", "Send one for each target, or none."));
        }

        var targets = report.Targets.Sum(run => (long)run.Targets.Count);
        if (targets > LeaseBounds.MaxLoggedTargets || report.Returned.Length > LeaseBounds.MaxLeasesOut)
        {
            throw new InvalidValueException(new(
                "report",
                $"The report has {targets} targets and {report.Returned.Length} leases that are over.",
                $"Send at most {LeaseBounds.MaxLoggedTargets} and {LeaseBounds.MaxLeasesOut}."));
        }
    }

    private void StartSnapshots() => _snapshotTimer = this.RegisterGrainTimer(
        static (grain, _) => grain.SnapshotAsync(),
        this,
        new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });

    /// <summary>Writes the state as it is, so that the next activation, here or on another silo, goes on where this one ends.</summary>
    private async Task StopSnapshotsAsync()
    {
        _snapshotTimer = null;
        await WriteEndsAsync();
        if (_isReplaced)
        {
            // What was read then is the state of the one that goes on, and all that may be carried over.
            return;
        }

        var isNeeded = _owner.NeedsLastWrite(Now);
        Stored.State.Value = _owner.BeginWrite(Now, isLast: true);
        if (isNeeded)
        {
            await WriteAsync(Stored.State.Value);
        }
    }

    /// <summary>Sees to it that a change is stored soon; changes until then go into the same snapshot.</summary>
    protected void OnChanged()
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
            services.Options.Value.SnapshotInterval * JitterOf(this.GetGrainId().GetUniformHashCode()) * (1 << Math.Min(_failedWrites, MostDoublings)),
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
    protected async ValueTask CoverAsync()
    {
        while (!_owner.IsCovered(Now))
        {
            if (_isReplaced)
            {
                throw new ChargesNotStoredException("Another activation has taken over.");
            }

            if (_write.IsCompleted)
            {
                if (_failedWrites > 0 && services.Time.GetElapsedTime(_failedAt) < RetryInterval)
                {
                    throw new ChargesNotStoredException("The charges could not be stored.");
                }

                _ = StartWrite();
            }

            var patience = services.Options.Value.StoragePatience - services.Time.GetElapsedTime(_writeStarted);
            if (patience <= TimeSpan.Zero || !await CompletesWithinAsync(_write, patience))
            {
                throw new ChargesNotStoredException("The charges are being stored for too long.");
            }
        }
    }

    private async Task<bool> CompletesWithinAsync(Task write, TimeSpan patience)
    {
        try
        {
            await write.WaitAsync(patience, services.Time);
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
        _writeStarted = services.Time.GetTimestamp();
        return _write = WriteAsync(_owner.BeginWrite(Now));
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var started = services.Time.GetTimestamp();
        try
        {
            await StoreAsync(bytes);
            services.Instruments.OnSnapshot(GrainInstruments.Written, services.Time.GetElapsedTime(started), bytes.Length);
            OnWritten();
        }
        catch (InconsistentStateException e)
        {
            // Another activation of this identity has stored its state: it is the one that goes on.
            _owner.OnNotWritten();
            _isReplaced = true;
            services.Instruments.OnSnapshot(GrainInstruments.Conflict, services.Time.GetElapsedTime(started), bytes.Length);
            LogReplaced(Log, this.GetPrimaryKeyString(), e);
            DeactivateOnIdle();
        }
        catch (Exception e)
        {
            services.Instruments.OnSnapshot(GrainInstruments.Failed, services.Time.GetElapsedTime(started), bytes.Length);
            OnWriteFailed(e);
        }
    }

    /// <summary>Writes; a conflict with a write of this activation's own, whose answer was lost, is none.</summary>
    private async Task StoreAsync(ReadOnlyMemory<byte> bytes)
    {
        Stored.State.Value = bytes;
        try
        {
            await Stored.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            await Stored.ReadStateAsync();
            if (!_owner.Wrote(Stored.State.Value))
            {
                throw;
            }

            Stored.State.Value = bytes;
            await Stored.WriteStateAsync();
        }
    }

    private void OnWritten()
    {
        // The bytes are in storage: there is no need to have them twice.
        Stored.State.Value = _snapshotTimer is null ? Stored.State.Value : default;
        _owner.OnWritten();
        services.Snapshots.OnWritten();
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
            LogLost(Log, this.GetPrimaryKeyString(), e);
            return;
        }

        // The state is safe in memory and stays there until it is stored; what a crash would lose until then is counted by the failed writes.
        _failedWrites++;
        _failedAt = services.Time.GetTimestamp();
        services.Snapshots.OnFailed(e);
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        ScheduleSnapshot();
    }

    // The same for one identity each time, spread evenly over identities: no source of randomness is needed.
    private static double JitterOf(uint hash) => 1 - Jitter + (2 * Jitter * hash / uint.MaxValue);
}
