namespace QuotaGrid.Core.Targets.NumberingPlans;

/// <summary>
/// A regular expression over digits as libphonenumber's metadata writes them: digits, <c>[0-24]</c>, <c>\d</c>, groups, <c>|</c>, <c>?</c>,
/// <c>{n}</c>, <c>{n,m}</c> and <c>$</c>. There is no unbounded repetition, so that what it matches is a finite set.
/// </summary>
internal abstract record DigitPattern
{
    private DigitPattern()
    {
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">The pattern has something that numbering plans do not use.</exception>
    public static DigitPattern Parse(string text) => new DigitPatternReader(text).Read();

    /// <summary>One digit.</summary>
    /// <param name="Mask">Has the bit of each digit that matches.</param>
    public sealed record Digit(int Mask) : DigitPattern;

    /// <summary>What any of some patterns matches.</summary>
    public sealed record AnyOf(IReadOnlyList<DigitPattern> Alternatives) : DigitPattern;

    /// <summary>Some patterns one after another; none of them match the empty text.</summary>
    public sealed record InTurn(IReadOnlyList<DigitPattern> Parts) : DigitPattern;

    /// <summary>The end of the whole text.</summary>
    public sealed record End : DigitPattern;
}
