using Orleans;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// Names a region: at most 1,000 blocks of 10,000 neighbouring targets. The text is the key of the region's grain: <c>e164:1212</c> is the phone numbers of
/// seven further digits after these, <c>e164:298xxxxxx</c> those of six, <c>integer:7</c> is 70,000,000 to 79,999,999, and <c>opaque:7</c> one of
/// sixteen parts over which targets without neighbours are spread.
/// </summary>
/// <remarks>
/// A phone number begins with no zero, so numbers are equal only when their digits are, and cutting off seven digits never brings together numbers of different length or
/// country. Below ten digits what is left would be less than a country code, and countries that have nothing in common would share a region; so there a
/// region has three digits, which is a whole country code, and its length: a country of so short numbers is one to ten regions of 1 to 100 blocks.
/// </remarks>
[GenerateSerializer, Immutable, Alias("quotagrid.RegionKey")]
public readonly record struct RegionKey
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxLength = 20;

    /// <summary>How many blocks a region has at most.</summary>
    public const int Blocks = 1_000;

    /// <summary>How many targets a block has.</summary>
    public const int BlockTargets = 10_000;

    /// <summary>How many regions there are for targets that have no neighbours.</summary>
    public const int OpaqueRegions = 16;

    /// <summary>The largest whole number that has neighbours: ids of 63 bits. Above it are no sequences, only random words.</summary>
    internal const ulong MaxInteger = long.MaxValue;

    internal const ulong RegionTargets = (ulong)Blocks * BlockTargets;

    internal const ulong MinLongPrefix = 100;
    internal const ulong MaxLongPrefix = 99_999_999;
    internal const int ShortPrefixDigits = 3;
    internal const int MinShortDigits = 4;
    internal const int MaxShortDigits = 9;

    // The codes of the spaces: long phone numbers are their own prefix, so none of the others begins below.
    private const ulong ShortBase = MaxLongPrefix + 1;
    private const ulong OpaqueBase = 1UL << 27;
    private const ulong IntegerBase = 1UL << 28;

    private RegionKey(ulong code) => Code = code;

    /// <summary>The region as a number of 40 bits; 0 names none.</summary>
    [Id(0)]
    public ulong Code { get; }

    /// <summary>The space that the region's targets belong to. Whole numbers over 2^63 - 1 are in regions of <see cref="TargetSpace.Opaque"/>.</summary>
    public TargetSpace Space => Code switch
    {
        < OpaqueBase => TargetSpace.E164,
        < IntegerBase => TargetSpace.Opaque,
        _ => TargetSpace.Integer,
    };

    /// <summary>Whether this names a region; what came over the wire may not.</summary>
    public bool IsRegion =>
        Code is (>= MinLongPrefix and <= MaxLongPrefix)
            or (>= OpaqueBase and < OpaqueBase + OpaqueRegions)
            or (>= IntegerBase and <= IntegerBase + (MaxInteger / RegionTargets))
        || (Code > ShortBase && Code < OpaqueBase && ShortDigits is >= MinShortDigits and <= MaxShortDigits && ShortPrefix >= 100);

    /// <summary>Of phone numbers, their first three digits.</summary>
    internal int FirstDigits
    {
        get
        {
            var prefix = Code <= MaxLongPrefix ? Code : ShortPrefix;
            while (prefix >= 1_000)
            {
                prefix /= 10;
            }

            return (int)prefix;
        }
    }

    private ulong ShortDigits => (Code - ShortBase) / Blocks;

    private ulong ShortPrefix => (Code - ShortBase) % Blocks;

    /// <summary>Reads a region's text.</summary>
    /// <param name="text">The region.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="InvalidValueException">The text does not name a region.</exception>
    public static RegionKey Parse(string? text, string field = "region") =>
        RegionKeyText.Read(text, out var region) is { } detail
            ? throw new InvalidValueException(new(field, detail, RegionKeyText.Remedy))
            : region;

    /// <summary>Reads a region's text.</summary>
    /// <param name="text">The region.</param>
    /// <param name="region">The region.</param>
    /// <returns>Whether the text names a region.</returns>
    public static bool TryParse(string? text, out RegionKey region) => RegionKeyText.Read(text, out region) is null;

    /// <inheritdoc />
    public override string ToString() => this switch
    {
        { IsRegion: false } => "none",
        { Space: TargetSpace.Opaque } => $"{RegionKeyText.Opaque}:{Code - OpaqueBase}",
        { Space: TargetSpace.Integer } => $"{RegionKeyText.Integer}:{Code - IntegerBase}",
        { Code: <= MaxLongPrefix } => $"{RegionKeyText.E164}:{Code}",
        _ => $"{RegionKeyText.E164}:{ShortPrefix}{new string('x', (int)ShortDigits - ShortPrefixDigits)}",
    };

    internal static RegionKey OfLongNumbers(ulong prefix) => new(prefix);

    internal static RegionKey OfShortNumbers(int digits, ulong prefix) => new(ShortBase + ((ulong)digits * Blocks) + prefix);

    internal static RegionKey OfIntegers(ulong index) => new(IntegerBase + index);

    internal static RegionKey OfOpaque(ulong index) => new(OpaqueBase + index);

    internal static RegionKey OfCode(ulong code) => new(code);
}
