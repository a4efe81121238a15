namespace QuotaGrid.Load.Bench.Memory;

/// <summary>What states take, in memory and stored.</summary>
/// <param name="Own">People with address books.</param>
/// <param name="OneTarget">Identities that know one target: what an identity takes by itself.</param>
/// <param name="Dictionary">The first of the same people in the dictionary alternative.</param>
/// <param name="EncodedMean">The mean of the people's stored bytes.</param>
/// <param name="Grown">Target memory while it grows.</param>
/// <param name="Encoded">Stored bytes by the number of targets.</param>
public sealed record MemoryResult(
    HeapResult Own,
    HeapResult OneTarget,
    HeapResult Dictionary,
    double EncodedMean,
    IReadOnlyList<GrownSize> Grown,
    IReadOnlyList<EncodedSize> Encoded);
