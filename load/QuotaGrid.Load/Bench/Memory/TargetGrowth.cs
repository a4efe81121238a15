using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Targets;
using QuotaGrid.Load.Bench.Measuring;

namespace QuotaGrid.Load.Bench.Memory;

/// <summary>
/// Measures target memory while it grows: many states learn one small batch after the other, and after each the heap is measured. What a state
/// takes before it learned anything is not counted.
/// </summary>
public static class TargetGrowth
{
    /// <summary>The numbers of targets that are measured.</summary>
    public static readonly IReadOnlyList<int> Sizes = [150, 1_000, 4_000, 16_384];

    // As many as make the heap's own noise small beside them.
    private const int TargetsTogether = 1 << 20;

    // A growth is seen at most this share of the targets after it happened.
    private const int BatchesPerSize = 128;

    /// <summary>Grows states to a number of targets.</summary>
    public static GrownSize Measure(int seed, int size, CancellationToken cancellation)
    {
        var population = Population.OfEqual(seed, TargetsTogether / size, size);
        var batch = new Fingerprint[Math.Max(1, size / BatchesPerSize)];
        var states = new CapabilityState[population.Count];
        Fill(states);
        var before = HeapBytes.Settled();
        double worst = 0;
        for (var known = 0; known < size;)
        {
            cancellation.ThrowIfCancellationRequested();
            var targets = batch.AsSpan(0, Math.Min(batch.Length, size - known));
            for (var i = 0; i < states.Length; i++)
            {
                population.Fill(i, known, targets);
                Scenario.Admit(states[i], targets, Scenario.Start);
            }

            known += targets.Length;
            if (known >= size / 2)
            {
                worst = Math.Max(worst, (double)(HeapBytes.Settled() - before) / ((long)known * states.Length));
            }
        }

        GC.KeepAlive(states);
        return new GrownSize(size, worst);
    }

    // Under the policy already, so that its limits are not taken for targets.
    private static void Fill(CapabilityState[] states)
    {
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = Scenario.NewState();
            states[i].Peek(Scenario.Contacts, Scenario.Policy, Scenario.Start);
        }
    }
}
