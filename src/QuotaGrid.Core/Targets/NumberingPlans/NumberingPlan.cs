using PhoneNumbers;

namespace QuotaGrid.Core.Targets.NumberingPlans;

/// <summary>
/// Works out from libphonenumber's metadata which national numbers of a country calling code the library reads as valid and writes again
/// with the same digits. Where that hangs on a rewriting rule the number is left out, and the library is to be asked.
/// </summary>
internal sealed class NumberingPlan
{
    // Longer than any number of E.164, with or without a national prefix.
    private const uint AnyLength = (1u << 20) - 1;

    private readonly DigitLanguages _sets = new();
    private readonly int _everything;

    private NumberingPlan() => _everything = _sets.OfLengths(AnyLength);

    /// <summary>The canonical national numbers of a country calling code.</summary>
    /// <exception cref="FormatException">The metadata has a pattern that is not understood.</exception>
    public static NationalNumbers Of(PhoneNumberUtil library, int callingCode)
    {
        var plan = new NumberingPlan();

        // The main region comes first; its rules are those by which numbers are read.
        PhoneMetadata[] regions = library.GetRegionCodesForCountryCode(callingCode) switch
        {
            ["001"] => [library.GetMetadataForNonGeographicalRegion(callingCode)],
            var codes => [.. codes.Select(library.GetMetadataForRegion)],
        };
        return new(plan._sets, plan._sets.Difference(plan.Valid(regions), plan.Rewritten(regions[0])));
    }

    // A number belongs to the first region that claims it, and has to be valid there. A region of several claims what begins
    // with its leading digits, or has it none what is valid in it.
    private int Valid(PhoneMetadata[] regions)
    {
        if (regions is [var only])
        {
            return ValidIn(only);
        }

        var (valid, unclaimed) = (DigitLanguages.None, _everything);
        foreach (var region in regions)
        {
            var validHere = ValidIn(region);
            var claimed = region.HasLeadingDigits ? BeginningWith(region.LeadingDigits, _everything) : validHere;
            valid = _sets.Union(valid, _sets.Intersection(unclaimed, _sets.Intersection(claimed, validHere)));
            unclaimed = _sets.Difference(unclaimed, claimed);
        }

        return valid;
    }

    private int ValidIn(PhoneMetadata region)
    {
        if (!region.GeneralDesc.HasNationalNumberPattern)
        {
            return DigitLanguages.None;
        }

        // Where mobile numbers are said to look like fixed ones, the pattern of mobile numbers is never asked.
        PhoneNumberDesc[] kinds =
        [
            region.PremiumRate, region.TollFree, region.SharedCost, region.Voip, region.PersonalNumber, region.Pager, region.Uan,
            region.Voicemail, region.FixedLine, region.SameMobileAndFixedLinePattern ? region.FixedLine : region.Mobile,
        ];
        var valid = DigitLanguages.None;
        foreach (var kind in kinds)
        {
            valid = _sets.Union(valid, Of(kind));
        }

        return _sets.Intersection(Of(region.GeneralDesc), valid);
    }

    private int Of(PhoneNumberDesc kind)
    {
        var lengths = kind.PossibleLengthCount == 0 ? AnyLength : Lengths(kind.PossibleLengthList);
        return lengths == 0 || !kind.HasNationalNumberPattern
            ? DigitLanguages.None
            : _sets.Intersection(_sets.OfLengths(lengths), Matching(kind));
    }

    // The national numbers that may lose a national prefix or a carrier's, which may be only what looks like one. The library keeps
    // what it takes for a prefix where what follows has too few digits, or is no number though the whole was.
    private int Rewritten(PhoneMetadata region)
    {
        if (!region.HasNationalPrefixForParsing)
        {
            return DigitLanguages.None;
        }

        if (region.HasNationalPrefixTransformRule)
        {
            return BeginningWith(region.NationalPrefixForParsing, _everything);
        }

        var numbers = Matching(region.GeneralDesc);
        var longEnough = _sets.OfLengths(LengthsAfterPrefix(region.GeneralDesc));
        return _sets.Union(
            _sets.Difference(BeginningWith(region.NationalPrefixForParsing, longEnough), numbers),
            BeginningWith(region.NationalPrefixForParsing, _sets.Intersection(longEnough, numbers)));
    }

    private static uint LengthsAfterPrefix(PhoneNumberDesc general)
    {
        var lengths = Lengths(general.PossibleLengthList);
        var tooLong = AnyLength & ~((1u << general.PossibleLengthList.Max() + 1) - 1);
        return (lengths | tooLong) & ~Lengths(general.PossibleLengthLocalOnlyList);
    }

    private int BeginningWith(string prefix, int then) => _sets.Matching(DigitPattern.Parse(prefix), DigitLanguages.None, then);

    private int Matching(PhoneNumberDesc kind) => _sets.Matching(DigitPattern.Parse(kind.NationalNumberPattern));

    // The metadata says by a length of -1 that there are no such numbers.
    private static uint Lengths(IEnumerable<int> lengths) =>
        lengths.Where(length => length >= 0).Aggregate(0u, (mask, length) => mask | (1u << length));
}
