using System.Diagnostics;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Coverage;

/// <summary>Finds the places of canonical targets, in the gateway, which alone has the key. Safe for concurrent use.</summary>
/// <remarks>
/// Numbers without their last four digits are blocks, and without their last seven regions (<see cref="RegionKey"/> says what holds for short phone numbers).
/// Opaque targets, and whole numbers of 64 bits, have no neighbours; their fingerprint is cut down to one of 16,000 pseudo blocks and an offset, which makes the
/// bitmaps a Bloom filter of one hash (Bloom 1970): 160,000,000 bits, 20 MB for a window. After n different targets it takes a share of
/// 1 - e^(-n/160,000,000) of new ones for asked before: 6 % after ten million, 27 % after fifty million, where the test that uses it is still worth most of what it was; more
/// would cost each silo memory whether or not anybody has so many targets.
/// </remarks>
public sealed class TargetPlacer(FingerprintKey key)
{
    private const ulong OpaquePlaces = RegionKey.OpaqueRegions * RegionKey.RegionTargets;

    private readonly Fingerprinter _fingerprinter = new(key);
    private readonly OffsetPermutation _permutation = new(key);

    /// <summary>Finds the place of one target.</summary>
    public TargetPlace Of(in CanonicalTarget target) => target.Space switch
    {
        TargetSpace.E164 => OfPhoneNumber(target.Number),
        TargetSpace.Integer when target.Number <= RegionKey.MaxInteger =>
            At(RegionKey.OfIntegers(target.Number / RegionKey.RegionTargets), target.Number),
        _ => OfFingerprint(_fingerprinter.Of(target)),
    };

    private TargetPlace OfPhoneNumber(ulong number)
    {
        var prefix = number / RegionKey.RegionTargets;
        if (prefix >= RegionKey.MinLongPrefix)
        {
            return At(RegionKey.OfLongNumbers(prefix), number);
        }

        // The reader of phone numbers lets nothing pass that is only a country code.
        Debug.Assert(number >= 1_000, "A phone number has four digits or more.");
        var (digits, rest) = (RegionKey.MinShortDigits, 10UL);
        while (number / rest >= 1_000)
        {
            (digits, rest) = (digits + 1, rest * 10);
        }

        return At(RegionKey.OfShortNumbers(digits, number / rest), number % rest);
    }

    private TargetPlace At(RegionKey region, ulong number)
    {
        var block = (int)(number / RegionKey.BlockTargets % RegionKey.Blocks);
        var first = new TargetPlace(region, block, 0);
        return new TargetPlace(first.Value + (uint)_permutation.Of(first.RegionAndBlock, (int)(number % RegionKey.BlockTargets)));
    }

    private static TargetPlace OfFingerprint(Fingerprint fingerprint)
    {
        var place = Math.BigMul(fingerprint.Value, OpaquePlaces, out _);
        var (region, within) = Math.DivRem(place, RegionKey.RegionTargets);
        return new TargetPlace(RegionKey.OfOpaque(region), (int)(within / RegionKey.BlockTargets), (int)(within % RegionKey.BlockTargets));
    }
}
