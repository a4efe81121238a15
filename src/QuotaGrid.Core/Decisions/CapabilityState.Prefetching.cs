using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Decisions;

/// <content>What makes deciding about many identities in turn fast when their states are in no cache.</content>
public sealed partial class CapabilityState
{
    // All fields; and as many slots as most policies have limits, with what goes before them in an array.
    private static readonly int BytesOfState =
        (5 * Unsafe.SizeOf<object>()) + Unsafe.SizeOf<LookupEvidence>() + Unsafe.SizeOf<SyncOverlap>() + Unsafe.SizeOf<SyncAges>();

    private static readonly int BytesOfSlots = (2 * sizeof(long)) + (3 * Unsafe.SizeOf<LimitSlot>());

    /// <summary>
    /// Brings what decisions about some identities, one target each, are about to read into the processor's cache. Each step of the way to a target waits for memory; here
    /// all identities wait together. Best for some 16 at a time, right before they are decided. Changes nothing.
    /// </summary>
    /// <param name="states">The identities' states.</param>
    /// <param name="targets">The target of each.</param>
    /// <exception cref="ArgumentException">There is not a target for each.</exception>
    public static void Prefetch(ReadOnlySpan<CapabilityState> states, ReadOnlySpan<Fingerprint> targets)
    {
        if (states.Length != targets.Length)
        {
            throw new ArgumentException($"{states.Length} states need {states.Length} targets, not {targets.Length}.", nameof(targets));
        }

        foreach (var state in states)
        {
            CacheLine.Prefetch(ref state._memory, BytesOfState);
        }

        foreach (var state in states)
        {
            CacheLine.Prefetch(ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(state._slots), -2 * sizeof(long)), BytesOfSlots);
            state._memory.Prefetch();
        }

        for (var i = 0; i < states.Length; i++)
        {
            states[i]._memory.PrefetchBin(targets[i]);
        }

        for (var i = 0; i < states.Length; i++)
        {
            states[i]._memory.PrefetchTarget(targets[i]);
        }
    }
}
