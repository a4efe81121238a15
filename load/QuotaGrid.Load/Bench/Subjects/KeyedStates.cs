using System.Collections.Concurrent;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Bench.Subjects;

/// <summary>
/// The core behind what the alternatives need too, a map by the identity's name and a lock: what they are compared with.
/// </summary>
/// <param name="states">The states by identity.</param>
public readonly struct KeyedStates(ConcurrentDictionary<string, CapabilityState> states) : ISubject
{
    /// <summary>States of identities that never asked for anything.</summary>
    public static KeyedStates Fresh() => new(new ConcurrentDictionary<string, CapabilityState>(StringComparer.Ordinal));

    /// <inheritdoc />
    public int Admit(int identity, string key, ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        var state = states.GetOrAdd(key, static _ => Scenario.NewState());
        lock (state)
        {
            return Scenario.Admit(state, targets, now);
        }
    }
}
