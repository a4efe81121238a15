using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Decisions;

/// <content>What is stored, and how far what was charged may go ahead of it.</content>
public sealed partial class CapabilityState
{
    private const byte FormatVersion = 4;

    // The slots whose ceilings are being written, with what they are raised to when they are stored.
    private LimitSlot[]? _writing;
    private long[] _writingNanos = [];

    /// <summary>
    /// Whether everything that was charged is under the durable ceilings, so that no other activation would let it be spent again. As long as it is not, nothing that was charged
    /// may be answered.
    /// </summary>
    public bool IsCovered(LeaseRules rules, Instant now)
    {
        for (var i = 0; i < _terms?.Count; i++)
        {
            ref var slot = ref _slots[i];
            if (slot.HasGcra && slot.Gcra.Tat > now && slot.Gcra.Tat.UnixNanos >= slot.CeilingNanos && rules.StepNanosOf(_terms.Rate(i)) > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a durable ceiling is ahead of what was charged and of the time.</summary>
    internal bool IsAhead(Instant now) =>
        _slots.Any(slot => slot.HasGcra && slot.CeilingNanos > Math.Max(slot.Gcra.Tat.UnixNanos, now.UnixNanos));

    /// <summary>Writes the state as it is, for the last time that this activation does.</summary>
    public void Encode(SnapshotWriter writer) => Encode(writer, rules: null, default);

    /// <summary>Writes the state, with every limit in force charged a step ahead. <see cref="OnWritten"/> takes notice when it is stored.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="rules">How long the steps are; null for none.</param>
    /// <param name="now">The time.</param>
    internal void Encode(SnapshotWriter writer, LeaseRules? rules, Instant now)
    {
        writer.Byte(FormatVersion);
        writer.Text(Plan.Value);
        var inForce = _terms?.Count ?? 0;
        (_writing, _writingNanos) = (_slots, new long[inForce]);

        // The latest last.
        writer.Varint((ulong)_slots.Count(slot => slot.HasGcra));
        for (var i = _slots.Length - 1; i >= inForce; i--)
        {
            // Stored without a step ahead: back in force, it has no more than that.
            ref var slot = ref _slots[i];
            slot.CeilingNanos = Math.Min(slot.CeilingNanos, slot.Gcra.Tat.UnixNanos);
            slot.Encode(writer, slot.Gcra);
        }

        for (var i = 0; i < inForce; i++)
        {
            if (_slots[i].HasGcra)
            {
                EncodeInForce(writer, i, rules, now);
            }
        }

        _memory.Encode(writer);
        _evidence.Encode(writer);
        _sync.Encode(writer);
        writer.Byte(_inFlight is null ? (byte)0 : (byte)1);
        _inFlight?.Encode(writer);
        _storedCounts.With(_book).Encode(writer);
        writer.Byte(_watch is null ? (byte)0 : (byte)1);
        _watch?.Encode(writer);
        _book?.OnWriting();
    }

    /// <summary>Takes notice that what was encoded last is stored.</summary>
    internal void OnWritten()
    {
        // Under a policy that came in the meantime there are other slots: none of those is known to be stored.
        if (ReferenceEquals(_writing, _slots))
        {
            for (var i = 0; i < _writingNanos.Length; i++)
            {
                _slots[i].CeilingNanos = _writingNanos[i];
            }
        }

        _book?.OnWritten();
    }

    /// <summary>Reads what <see cref="Encode(SnapshotWriter)"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not a state of a known version.</exception>
    public static CapabilityState Decode(SnapshotReader reader)
    {
        var version = reader.Version(nameof(CapabilityState), FormatVersion);
        var plan = Plan.Parse(reader.Name());
        var slots = new LimitSlot[(int)reader.Varint(0, MaxKeptLimits)];
        for (var i = slots.Length - 1; i >= 0; i--)
        {
            slots[i] = LimitSlot.Decode(reader);
        }

        var memory = TargetMemory.Decode(reader);
        return new CapabilityState(memory.Horizon)
        {
            Plan = plan,
            _slots = slots,
            _memory = memory,
            _evidence = LookupEvidence.Decode(reader),

            // What was stored before there was this began no sync that is known of.
            _sync = version == 1 ? default : SyncOverlap.Decode(reader),
            _inFlight = version == 1 || reader.Varint(0, 1) == 0 ? null : InFlightPermits.Decode(reader),
            _storedCounts = version < 3 ? default : StoredCounts.Decode(reader),
            _watch = version < 4 || reader.Varint(0, 1) == 0 ? null : Watch.Decode(reader),
        };
    }

    /// <summary>
    /// Writes what was spent of a limit in force, a step ahead. Until it is stored the lower of the two ceilings counts: what is being written may be the one that the next activation reads.
    /// </summary>
    private void EncodeInForce(SnapshotWriter writer, int i, LeaseRules? rules, Instant now)
    {
        ref var slot = ref _slots[i];
        var step = rules?.StepNanosOf(_terms!.Rate(i)) ?? 0;
        var spent = step == 0 ? slot.Gcra : new Gcra(new Instant(Math.Max(slot.Gcra.Tat.UnixNanos, now.UnixNanos) + step), 0);
        _writingNanos[i] = spent.Tat.UnixNanos;
        slot.CeilingNanos = Math.Min(slot.CeilingNanos, spent.Tat.UnixNanos);
        slot.Encode(writer, spent);
    }
}
