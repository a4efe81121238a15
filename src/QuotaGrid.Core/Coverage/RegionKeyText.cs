using System.Globalization;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Coverage;

/// <summary>Reads the text of a <see cref="RegionKey"/>. Each region has one text.</summary>
internal static class RegionKeyText
{
    public const string E164 = "e164";
    public const string Integer = "integer";
    public const string Opaque = "opaque";
    public const string Remedy = "Write 'e164:' and 3 to 8 digits, or 3 digits and 1 to 6 times 'x', 'integer:' and 0 to 922337203685, or 'opaque:' and 0 to 15.";

    private const int MaxLongPrefixDigits = 8;
    private const char AnyDigit = 'x';

    /// <summary>Reads a region, or says what is wrong with the text.</summary>
    public static string? Read(string? text, out RegionKey region)
    {
        region = default;
        if (string.IsNullOrEmpty(text))
        {
            return "The region is missing or empty.";
        }

        if (text.Length > RegionKey.MaxLength)
        {
            return $"The region has {text.Length} characters; at most {RegionKey.MaxLength} are possible.";
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return $"The region {QuotedText.Of(text)} has no ':'.";
        }

        var rest = text.AsSpan(colon + 1);
        return text.AsSpan(0, colon) switch
        {
            E164 => ReadPrefix(rest, out region),
            Integer => ReadIndex(rest, RegionKey.MaxInteger / RegionKey.RegionTargets, RegionKey.OfIntegers, out region),
            Opaque => ReadIndex(rest, RegionKey.OpaqueRegions - 1, RegionKey.OfOpaque, out region),
            _ => $"{QuotedText.Of(text[..colon])} is not a space of targets.",
        };
    }

    private static string? ReadPrefix(ReadOnlySpan<char> text, out RegionKey region)
    {
        region = default;
        var prefix = text.TrimEnd(AnyDigit);
        var open = text.Length - prefix.Length;
        if (prefix.IsEmpty || prefix.ContainsAnyExceptInRange('0', '9') || prefix[0] == '0')
        {
            return "The prefix is not of digits that begin with 1 to 9.";
        }

        if (open > RegionKey.MaxShortDigits - RegionKey.ShortPrefixDigits || (open > 0 && prefix.Length != RegionKey.ShortPrefixDigits))
        {
            return $"The prefix has {prefix.Length} digits and {open} times 'x'; 3 digits and 1 to 6 times 'x' are possible.";
        }

        if (prefix.Length is < RegionKey.ShortPrefixDigits or > MaxLongPrefixDigits)
        {
            return $"The prefix has {prefix.Length} digits; {RegionKey.ShortPrefixDigits} to {MaxLongPrefixDigits} are possible.";
        }

        var number = ulong.Parse(prefix, NumberStyles.None, CultureInfo.InvariantCulture);
        region = open == 0 ? RegionKey.OfLongNumbers(number) : RegionKey.OfShortNumbers(prefix.Length + open, number);
        return null;
    }

    private static string? ReadIndex(ReadOnlySpan<char> text, ulong most, Func<ulong, RegionKey> make, out RegionKey region)
    {
        region = default;
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9') || (text.Length > 1 && text[0] == '0'))
        {
            return "The region's number is not of the digits 0 to 9 without leading zeros.";
        }

        // At most 14 digits are left of a text of 20 characters.
        var index = ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        if (index > most)
        {
            return $"The region's number is {index}; 0 to {most} is possible.";
        }

        region = make(index);
        return null;
    }
}
