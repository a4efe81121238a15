using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Storage;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Velocity;
using QuotaGrid.Grains.Hosting;
using QuotaGrid.Grains.Storage;

namespace QuotaGrid.Grains.Identities;

/// <summary>One API client identity. Decides in memory, one request at a time, and writes a snapshot a little later.</summary>
/// <remarks>
/// Placed at random, which spreads many small grains evenly whatever the load statistics say. Not reentrant: a decision never sees half of another;
/// only the snapshot's write runs beside decisions, on bytes that were taken before it began.
/// </remarks>
[GrainType("identity"), RandomPlacement]
internal sealed partial class IdentityGrain(
    [PersistentState(StorageNames.Identity, StorageNames.Provider)] IPersistentState<StoredBytes> stored,
    PolicyCache policies,
    SiloClock clock,
    TimeProvider time,
    IOptions<QuotaGridSiloOptions> options,
    GrainInstruments instruments,
    SnapshotLog snapshots,
    ILogger<IdentityGrain> logger) : Grain, IIdentityGrain
{
    private const double Jitter = 0.2;
    private const int MostDoublings = 5;

    private IdentityState _state = new();
    private IGrainTimer? _snapshotTimer;
    private Task _write = Task.CompletedTask;
    private bool _changed;
    private bool _replaced;
    private int _failedWrites;

    // What the latest write sent when its answer did not arrive: it may have been stored all the same.
    private ReadOnlyMemory<byte>? _unconfirmed;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!stored.State.Value.IsEmpty)
        {
            _state = IdentityState.Decode(stored.State.Value);
        }

        _snapshotTimer = this.RegisterGrainTimer(
            static (grain, _) => grain.SnapshotAsync(),
            this,
            new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });
        instruments.OnActivated();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        instruments.OnDeactivated();
        _snapshotTimer = null;
        await _write;
        if (_changed && !_replaced)
        {
            await SnapshotAsync();
        }
    }

    public async ValueTask<DecisionReply> DecideAsync(LookupRequest request)
    {
        var inForce = policies.Current ?? await policies.GetAsync();
        if (!inForce.Set.TryGetCapability(request.Capability, out var definition)
            || !inForce.Set.TryGetPolicy(request.Capability, request.Plan, out var policy))
        {
            throw new UnknownPolicyException(request.Capability, request.Plan);
        }

        CheckBatch(request.Targets.Count, definition);
        var decision = _state.For(definition).Decide(definition, policy, request.Targets.Span, request.Admission, clock.Now);
        OnChanged();
        instruments.OnDecided(request.Capability, decision);
        return new DecisionReply(decision, inForce.Version);
    }

    public async ValueTask RecordOutcomesAsync(OutcomeReport report)
    {
        var inForce = policies.Current ?? await policies.GetAsync();
        if (!inForce.Set.TryGetCapability(report.Capability, out var definition))
        {
            throw new UnknownPolicyException(report.Capability, Plan.Default);
        }

        CheckBatch(report.Found.Count + report.Missing.Count, definition);

        // Of an identity that never asked there is nothing to count, and nothing to make a row of.
        if (_state.Find(report.Capability) is { } state)
        {
            var remembers = inForce.Set.TryGetPolicy(report.Capability, state.Plan, out var policy) && policy.RemembersTargets;
            state.RecordOutcomes(report.Found.Span, report.Missing.Span, remembers, clock.Now);
            OnChanged();
        }
    }

    public ValueTask<bool> ReleaseHoldAsync(Capability capability, HoldId hold) =>
        ValueTask.FromResult(_state.Find(capability) is { } state && OnChangedIf(state.Release(hold, clock.Now)));

    public ValueTask<bool> RenewHoldAsync(Capability capability, HoldId hold) =>
        ValueTask.FromResult(_state.Find(capability) is { } state && OnChangedIf(state.Renew(hold, clock.Now)));

    public async Task<IdentityReport> GetState()
    {
        var inForce = policies.Current ?? await policies.GetAsync();
        var capabilities = _state.Capabilities
            .OrderBy(entry => entry.Key.Value, StringComparer.Ordinal)
            .Select(entry => Report(inForce.Set, entry.Key, entry.Value))
            .ToImmutableArray();
        return new IdentityReport(GrainKeys.ToIdentity(this.GetPrimaryKeyString()).Value, inForce.Version, capabilities);
    }

    private CapabilityReport Report(PolicySet set, Capability capability, CapabilityState state)
    {
        var now = clock.Now;
        var defined = set.TryGetCapability(capability, out var definition);
        return defined && set.TryGetPolicy(capability, state.Plan, out var policy)
            ? new(capability.Value, state.Plan.Value, policy.Name, state.Peek(definition!, policy, now), state.KnownTargets(now), state.Evidence)
            : new(capability.Value, state.Plan.Value, Policy: null, Limits: [], state.KnownTargets(now), state.Evidence);
    }

    /// <summary>Sees to it that a change is stored soon; changes until then go into the same snapshot.</summary>
    private void OnChanged()
    {
        if (!_changed)
        {
            _changed = true;
            ScheduleSnapshot();
        }
    }

    private bool OnChangedIf(bool changed)
    {
        if (changed)
        {
            OnChanged();
        }

        return changed;
    }

    // After each failed write twice as long, to 32 times: a database that comes back is not met by everything at once.
    private void ScheduleSnapshot() => _snapshotTimer?.Change(
        options.Value.SnapshotInterval * JitterOf(this.GetGrainId().GetUniformHashCode()) * (1 << Math.Min(_failedWrites, MostDoublings)),
        Timeout.InfiniteTimeSpan);

    /// <summary>Stores the state as it is now. Decisions go on meanwhile and make the next snapshot due.</summary>
    private async Task SnapshotAsync()
    {
        _changed = false;
        var bytes = _state.Encode();
        stored.State.Value = bytes;
        _write = WriteAsync(bytes);
        await _write;
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
            _replaced = true;
            instruments.OnSnapshot(GrainInstruments.Conflict, time.GetElapsedTime(started), bytes.Length);
            LogReplaced(logger, this.GetPrimaryKeyString(), e);
            DeactivateOnIdle();
        }
        catch (Exception e)
        {
            instruments.OnSnapshot(GrainInstruments.Failed, time.GetElapsedTime(started), bytes.Length);
            _unconfirmed = bytes;
            OnWriteFailed(e);
        }
    }

    /// <summary>Writes; a conflict with a write of this grain's own, whose answer was lost, is none.</summary>
    private async Task StoreAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await stored.WriteStateAsync();
        }
        catch (InconsistentStateException) when (_unconfirmed is not null)
        {
            await stored.ReadStateAsync();
            if (!stored.State.Value.Span.SequenceEqual(_unconfirmed.Value.Span))
            {
                throw;
            }

            stored.State.Value = bytes;
            await stored.WriteStateAsync();
        }
    }

    private void OnWritten()
    {
        _unconfirmed = null;
        snapshots.OnWritten();
        if (_failedWrites > 0)
        {
            _failedWrites = 0;
            DelayDeactivation(TimeSpan.Zero);
        }
    }

    private void OnWriteFailed(Exception e)
    {
        _changed = true;
        if (_snapshotTimer is null)
        {
            LogLost(logger, this.GetPrimaryKeyString(), e);
            return;
        }

        // The state is safe in memory and stays there until it is stored; what a crash would lose until then is counted by the failed writes.
        _failedWrites++;
        snapshots.OnFailed(e);
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        ScheduleSnapshot();
    }

    private static void CheckBatch(int items, CapabilityDefinition definition)
    {
        if (items < 1 || items > definition.MaxBatch)
        {
            throw new InvalidValueException(new("targets", $"The batch has {items} targets.", $"Send 1 to {definition.MaxBatch} in one request."));
        }
    }

    // The same for one identity each time, spread evenly over identities: no source of randomness is needed.
    private static double JitterOf(uint hash) => 1 - Jitter + (2 * Jitter * hash / uint.MaxValue);
}
