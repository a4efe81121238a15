using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Bench.Subjects;

/// <summary>The core as a grain has it: the state is at hand and nobody else touches it.</summary>
/// <param name="states">One state for each identity.</param>
public readonly struct BareStates(CapabilityState[] states) : ISubject
{
    /// <summary>States of identities that never asked for anything.</summary>
    public static BareStates Fresh(int count)
    {
        var states = new CapabilityState[count];
        for (var i = 0; i < count; i++)
        {
            states[i] = Scenario.NewState();
        }

        return new BareStates(states);
    }

    /// <inheritdoc />
    public int Admit(int identity, string key, ReadOnlySpan<Fingerprint> targets, Instant now) =>
        Scenario.Admit(states[identity], targets, now);
}
