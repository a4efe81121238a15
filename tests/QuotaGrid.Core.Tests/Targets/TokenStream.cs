namespace QuotaGrid.Core.Tests.Targets;

/// <summary>Tokens of targets that were never seen before, as good as independent and uniform: SplitMix64 (Steele, Lea and Flood 2014).</summary>
internal sealed class TokenStream(int seed)
{
    private ulong _state = (ulong)seed * 0xD1B5_4A32_D192_ED03;

    public uint Next()
    {
        _state += 0x9E37_79B9_7F4A_7C15;
        var value = (_state ^ (_state >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return Math.Max(1, (uint)((value ^ (value >> 31)) >> 32));
    }
}
