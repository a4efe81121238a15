using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Load.Bench.Memory;

/// <summary>Counts the bytes that an identity is stored in.</summary>
public static class EncodedSizes
{
    /// <summary>The numbers of targets that are counted. The largest is past what is remembered exactly, and stored as a sketch.</summary>
    public static readonly IReadOnlyList<int> Sizes = [10, 100, 1_000, 10_000, 100_000];

    /// <summary>Counts all sizes, learned at one time and over the whole horizon.</summary>
    public static IReadOnlyList<EncodedSize> Measure(int seed) =>
        [.. Sizes.SelectMany(size => new[] { Measure(seed, size, spread: false), Measure(seed, size, spread: true) })];

    /// <summary>Counts one size.</summary>
    public static EncodedSize Measure(int seed, int size, bool spread)
    {
        var population = Population.OfEqual(seed, 1, size);
        var identity = new IdentityState();
        var state = identity.For(Scenario.Contacts);
        var buckets = spread ? PolicyBounds.HorizonBuckets : 1;
        var bucket = Scenario.Contacts.Horizon / PolicyBounds.HorizonBuckets;
        for (var i = 0; i < buckets; i++)
        {
            // Whole shares, so that together they are all targets.
            var (from, to) = ((int)((long)size * i / buckets), (int)((long)size * (i + 1) / buckets));
            var targets = new Fingerprint[to - from];
            population.Fill(0, from, targets);
            if (targets.Length > 0)
            {
                Scenario.Admit(state, targets, Scenario.Start + (bucket * i));
            }
        }

        return new EncodedSize(size, spread, identity.Encode().Length);
    }
}
