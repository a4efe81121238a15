using QuotaGrid.Load.Bench.Measuring;

namespace QuotaGrid.Load.Bench;

/// <summary>How large a measurement is.</summary>
/// <param name="Seed">What books, targets and orders are made from.</param>
/// <param name="Identities">The identities of the cold heap.</param>
/// <param name="DictionaryIdentities">How many of them the dictionary alternative gets: it needs some ten times the memory.</param>
/// <param name="TokenBucketIdentities">The identities of the token buckets, which keep no targets.</param>
/// <param name="NewStates">The states that are prepared for each run with new targets.</param>
/// <param name="Encoded">The identities whose stored bytes are counted.</param>
/// <param name="Length">How long each thing is timed.</param>
public sealed record BenchSettings(
    int Seed, int Identities, int DictionaryIdentities, int TokenBucketIdentities, int NewStates, int Encoded, RunLength Length)
{
    /// <summary>The whole measurement.</summary>
    public static BenchSettings Full(int seed) => new(
        seed,
        Identities: 1_000_000,
        DictionaryIdentities: 100_000,
        TokenBucketIdentities: 1_000_000,
        NewStates: 64,
        Encoded: 20_000,
        new RunLength(TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(3), Rounds: 101));

    /// <summary>A smaller one, within two minutes. Its heap is still many times the processor's cache.</summary>
    public static BenchSettings Quick(int seed) => new(
        seed,
        Identities: 200_000,
        DictionaryIdentities: 40_000,
        TokenBucketIdentities: 200_000,
        NewStates: 32,
        Encoded: 5_000,
        new RunLength(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(2), Rounds: 41));
}
