using PhoneNumbers;

namespace QuotaGrid.Load.Universe;

/// <summary>
/// The mobile numbers of one country, in blocks of 10,000, in order: shorter numbers first, then by digits. What a number looks like comes
/// from libphonenumber's metadata; that its validation agrees is checked by samples of each block that is used.
/// Safe for concurrent use.
/// </summary>
public sealed class NumberingPlan
{
    // The ends and three places between them: enough to see a block that belongs to another region of the same country code.
    private static readonly int[] SampledOffsets = [0, 1_234, 5_000, 7_890, 9_999];

    private readonly Lock _lock = new();
    private readonly Dictionary<NumberBlock, bool> _valid = [];
    private readonly BlockAutomaton _automaton;
    private readonly int _countryCode;
    private readonly List<(int PrefixDigits, long FirstIndex)> _lengths = [];

    private NumberingPlan(string country, PhoneMetadata metadata)
    {
        Country = country;
        _countryCode = metadata.CountryCode;
        _automaton = new(DigitPattern.Parse(metadata.Mobile.NationalNumberPattern));

        // Metadata leaves the lengths of a kind out where they are those of the whole plan.
        var lengths = metadata.Mobile.PossibleLengthList.Count > 0
            ? metadata.Mobile.PossibleLengthList
            : metadata.GeneralDesc.PossibleLengthList;
        foreach (var prefixDigits in lengths.Order().Select(length => length - NumberBlock.Digits).Where(digits => digits > 0))
        {
            _lengths.Add((prefixDigits, BlockCount));
            BlockCount += _automaton.Count(prefixDigits);
        }
    }

    /// <summary>The country: an ISO 3166-1 code of two capital letters.</summary>
    public string Country { get; }

    /// <summary>The blocks of which every number fits the country's mobile numbers.</summary>
    public long BlockCount { get; }

    /// <summary>Reads the plan of a country.</summary>
    /// <param name="country">An ISO 3166-1 code of two capital letters.</param>
    /// <exception cref="ArgumentException">The country has no known plan, or no whole block of mobile numbers.</exception>
    public static NumberingPlan ForCountry(string country)
    {
        var metadata = PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(country)
            ? PhoneNumberUtil.GetInstance().GetMetadataForRegion(country)
            : throw new ArgumentException(
                $"'{country}' has no numbering plan. Name a country by its two capital letters, such as US or DE.");
        var plan = string.IsNullOrEmpty(metadata.Mobile?.NationalNumberPattern) ? null : new NumberingPlan(country, metadata);
        return plan is { BlockCount: > 0 }
            ? plan
            : throw new ArgumentException(
                $"The numbering plan of '{country}' has no block of {NumberBlock.Size:N0} mobile numbers. Name another country.");
    }

    /// <summary>One of the blocks.</summary>
    /// <param name="index">Its place in the plan, from 0.</param>
    public NumberBlock Block(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, BlockCount);
        var (prefixDigits, firstIndex) = _lengths.FindLast(length => length.FirstIndex <= index);
        lock (_lock)
        {
            return new(ulong.Parse($"{_countryCode}{_automaton.Prefix(prefixDigits, index - firstIndex)}"));
        }
    }

    /// <summary>Whether libphonenumber takes the samples of a block for valid numbers of the country.</summary>
    public bool IsValid(NumberBlock block)
    {
        lock (_lock)
        {
            if (!_valid.TryGetValue(block, out var valid))
            {
                valid = Array.TrueForAll(SampledOffsets, offset => IsValid(block.Number(offset)));
                _valid.Add(block, valid);
            }

            return valid;
        }
    }

    /// <summary>Whether libphonenumber takes one number for a valid number of the country.</summary>
    public bool IsValid(E164Number number)
    {
        var phones = PhoneNumberUtil.GetInstance();
        return phones.IsValidNumberForRegion(phones.Parse(number.ToString(), null), Country);
    }
}
