using PhoneNumbers;

namespace QuotaGrid.Core.Tests.Targets.NumberingPlans;

/// <summary>What libphonenumber itself says of numbers, and the numbers it gives as examples.</summary>
internal static class LibraryNumbers
{
    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    /// <summary>Every country calling code, in order.</summary>
    public static IReadOnlyList<int> CallingCodes { get; } = [.. Library.GetSupportedCallingCodes().Order()];

    /// <summary>The canonical number of a text with a country code, or null if the library does not take it for a valid number.</summary>
    public static string? Read(string text)
    {
        try
        {
            var number = Library.Parse(text, null);
            return Library.IsValidNumber(number) ? Library.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>A number as people of other countries write it.</summary>
    public static string Spell(string number) => Library.Format(Library.Parse(number, null), PhoneNumberFormat.INTERNATIONAL);

    /// <summary>The examples of every kind of number in every region of a country calling code, as the metadata has them.</summary>
    public static HashSet<string> Examples(int callingCode)
    {
        var examples = new HashSet<string>();
        foreach (var region in Library.GetRegionCodesForCountryCode(callingCode))
        {
            var plan = region == "001" ? Library.GetMetadataForNonGeographicalRegion(callingCode) : Library.GetMetadataForRegion(region);
            PhoneNumberDesc[] kinds =
            [
                plan.FixedLine, plan.Mobile, plan.TollFree, plan.PremiumRate, plan.SharedCost, plan.PersonalNumber, plan.Voip, plan.Pager,
                plan.Uan, plan.Voicemail,
            ];
            examples.UnionWith(kinds.Where(kind => kind.HasExampleNumber).Select(kind => $"+{callingCode}{kind.ExampleNumber}"));
        }

        return examples;
    }
}
