namespace QuotaGrid.Load.Universe;

/// <summary>
/// A fixed mapping from (seed, purpose, index) to 64 bits: SplitMix64's finaliser over an FNV-1a hash of the purpose. The same on every
/// machine and runtime, so that a seed names one universe. Not a cryptographic hash.
/// </summary>
public static class SeededHash
{
    /// <summary>SplitMix64's increment: 2^64 divided by the golden ratio, made odd.</summary>
    public const ulong Increment = 0x9E37_79B9_7F4A_7C15;

    private const ulong FnvOffset = 0xCBF2_9CE4_8422_2325;
    private const ulong FnvPrime = 0x0000_0100_0000_01B3;

    /// <summary>The key of one purpose (a word such as <c>density</c>) under a seed.</summary>
    public static ulong Key(int seed, string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        var hash = FnvOffset;
        foreach (var c in purpose)
        {
            hash = (hash ^ c) * FnvPrime;
        }

        return Mix(hash + Mix((ulong)(uint)seed + Increment));
    }

    /// <summary>The hash of an index under a key.</summary>
    public static ulong Of(ulong key, ulong index) => Mix(key ^ Mix(index + Increment));

    /// <summary>A hash as a number in [0, 1), from its upper 53 bits.</summary>
    public static double Unit(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    /// <summary>SplitMix64's finaliser (Steele, Lea and Flood 2014), a bijection on 64 bits.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
