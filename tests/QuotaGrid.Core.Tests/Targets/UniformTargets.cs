using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>
/// Targets by number whose tokens look uniform and independent, as a sketch needs them: MurmurHash3's last step (Appleby), which gives different 32-bit numbers
/// different tokens, and only 0 the token 0.
/// </summary>
internal static class UniformTargets
{
    public static Fingerprint Of(uint number)
    {
        var token = number ^ (number >> 16);
        token *= 0x85EB_CA6B;
        token = (token ^ (token >> 13)) * 0xC2B2_AE35;
        token ^= token >> 16;
        return new Fingerprint(((ulong)token << 32) | (token * 0x9E37_79B1));
    }

    public static Fingerprint[] Of(IEnumerable<uint> numbers) => [.. numbers.Select(Of)];

    /// <summary>Targets of neighbouring numbers.</summary>
    public static Fingerprint[] From(int first, int count) => Of(Enumerable.Range(first, count).Select(number => (uint)number));
}
