using System.Globalization;
using PhoneNumbers;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// Reads targets of <see cref="TargetSpace.E164"/> as people type them, by Google's libphonenumber: spaces, brackets, dashes, 00 and national
/// forms, vanity letters. What no country's numbering plan has is refused.
/// </summary>
internal static class E164Numbers
{
    private const char FullWidthPlus = '\uff0b';

    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    /// <summary>Whether a region's numbering plan is known.</summary>
    /// <param name="region">Two upper-case letters of ISO 3166.</param>
    public static bool KnowsRegion(string region) => Library.GetSupportedRegions().Contains(region);

    /// <summary>Reads a phone number as its country code followed by its national number, or says what is wrong with the text.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="defaultRegion">The country of numbers that have no country code, or null to refuse them.</param>
    /// <param name="number">The E.164 number without its plus sign, at most 15 digits.</param>
    public static string? Read(string text, string? defaultRegion, out ulong number)
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
}
