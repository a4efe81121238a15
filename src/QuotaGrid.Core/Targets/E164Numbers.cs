using System.Globalization;
using PhoneNumbers;
using QuotaGrid.Core.Targets.NumberingPlans;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// Reads targets of <see cref="TargetSpace.E164"/> as people type them, by Google's libphonenumber: spaces, brackets, dashes, 00 and national
/// forms, vanity letters. What no country's numbering plan has is refused.
/// </summary>
internal static class E164Numbers
{
    private const char FullWidthPlus = '\uff0b';

    // Those of E.164: a country calling code of at most three digits and a national number, at most 15 digits together.
    private const int MinCanonicalDigits = 7;
    private const int MaxCanonicalDigits = 15;
    private const int MaxCallingCodeDigits = 3;

    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    // By country calling code, null where there is no such code. Each plan is made when its first number is read.
    private static readonly Lazy<NationalNumbers?>?[] Canonical = FindCallingCodes();

    /// <summary>Whether a region's numbering plan is known.</summary>
    /// <param name="region">Two upper-case letters of ISO 3166.</param>
    public static bool KnowsRegion(string region) => Library.GetSupportedRegions().Contains(region);

    /// <summary>Reads a phone number as its country code followed by its national number, or says what is wrong with the text.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="defaultRegion">The country of numbers that have no country code, or null to refuse them.</param>
    /// <param name="number">The E.164 number without its plus sign, at most 15 digits.</param>
    public static string? Read(string text, string? defaultRegion, out ulong number)
    {
        return TryReadCanonical(text, out number) ? null : ReadByLibrary(text, defaultRegion, out number);
    }

    /// <summary>Reads a number that is written in the canonical form already, without allocating.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="number">The E.164 number without its plus sign.</param>
    /// <returns>
    /// Whether the text is certainly what the library would make of it; otherwise the library has to be asked, which may still accept.
    /// </returns>
    internal static bool TryReadCanonical(string text, out ulong number)
    {
        number = 0;
        if (text.Length is < 1 + MinCanonicalDigits or > 1 + MaxCanonicalDigits || text[0] != '+' || text[1] == '0')
        {
            return false;
        }

        // No calling code begins with another.
        for (var at = 1; at <= MaxCallingCodeDigits; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit > 9)
            {
                return false;
            }

            number = (number * 10) + digit;
            if (Canonical[number] is { } national)
            {
                return national.Value is { } numbers && numbers.Has(text.AsSpan(at + 1), ref number);
            }
        }

        return false;
    }

    /// <summary>The memory in bytes of the numbering plan of a country calling code, or 0 if the library alone reads its numbers.</summary>
    internal static int BytesOf(int callingCode) => Canonical[callingCode]?.Value?.Bytes ?? 0;

    private static string? ReadByLibrary(string text, string? defaultRegion, out ulong number)
    {
        number = 0;
        PhoneNumber parsed;
        try
        {
            parsed = Library.Parse(text, defaultRegion);
        }
        catch (NumberParseException e)
        {
            return e.ErrorType switch
            {
                ErrorType.INVALID_COUNTRY_CODE when defaultRegion is null && !text.AsSpan().ContainsAny('+', FullWidthPlus) =>
                    "The number has no country code; write it with '+', or give the capability a defaultRegion.",
                ErrorType.INVALID_COUNTRY_CODE => "The number's country code does not exist.",
                ErrorType.NOT_A_NUMBER => "The text is not a phone number.",
                ErrorType.TOO_LONG => "The number is too long.",
                _ => "The number is too short.",
            };
        }

        if (!Library.IsValidNumber(parsed))
        {
            return Library.IsPossibleNumberWithReason(parsed) switch
            {
                PhoneNumberUtil.ValidationResult.TOO_SHORT => "The number is too short for its country.",
                PhoneNumberUtil.ValidationResult.TOO_LONG => "The number is too long for its country.",
                PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY => "The number lacks its area code.",
                PhoneNumberUtil.ValidationResult.INVALID_LENGTH => "No number of its country has this length.",
                _ => "The number is not in its country's numbering plan.",
            };
        }

        number = ulong.Parse(Library.Format(parsed, PhoneNumberFormat.E164).AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
        return null;
    }

    private static Lazy<NationalNumbers?>?[] FindCallingCodes()
    {
        var found = new Lazy<NationalNumbers?>?[1_000];
        foreach (var callingCode in Library.GetSupportedCallingCodes())
        {
            found[callingCode] = new(() => MakeNumberingPlan(callingCode));
        }

        return found;
    }

    // A later library may use patterns that are not understood here; its numbers are then read as slowly as any others.
    private static NationalNumbers? MakeNumberingPlan(int callingCode)
    {
        try
        {
            return NumberingPlan.Of(Library, callingCode);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
