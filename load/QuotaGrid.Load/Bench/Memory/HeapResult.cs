namespace QuotaGrid.Load.Bench.Memory;

/// <summary>What a population takes in memory.</summary>
/// <param name="Identities">The identities.</param>
/// <param name="Targets">The targets that they know together.</param>
/// <param name="Bytes">The bytes of all of them.</param>
public sealed record HeapResult(int Identities, long Targets, long Bytes)
{
    /// <summary>The mean of an identity.</summary>
    public double BytesPerIdentity => (double)Bytes / Identities;

    /// <summary>The mean of a known target, with its share of everything else.</summary>
    public double BytesPerTarget => (double)Bytes / Targets;

    /// <summary>Takes the measure of a population.</summary>
    public static HeapResult Of(Population population, long bytes)
    {
        ArgumentNullException.ThrowIfNull(population);
        return new(population.Count, population.Targets, bytes);
    }
}
