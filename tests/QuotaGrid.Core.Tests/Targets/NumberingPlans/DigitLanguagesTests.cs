using System.Globalization;
using System.Text.RegularExpressions;
using QuotaGrid.Core.Targets.NumberingPlans;

namespace QuotaGrid.Core.Tests.Targets.NumberingPlans;

public sealed class DigitLanguagesTests
{
    private static readonly string[] Texts =
        [.. Enumerable.Range(0, 6).SelectMany(length => Enumerable.Range(0, (int)Math.Pow(10, length)).Select(number => Text(number, length)))];

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1|")]
    [InlineData("[2-46]\\d{3}")]
    [InlineData("(?:12?|3){1,2}[0-9]{2}")]
    [InlineData("0{0,3}1")]
    [InlineData("(180[0-3])|0|(?:(?:12)3?)?4")]
    [InlineData("([457][0-9]{2})$|1")]
    [InlineData("0?(?:(11|2(?:02?|[13]))15)?")]
    [InlineData("1{2,4}|12{3}|(?:1?2?3?){2}")]
    public void APatternMatchesWhatARegexMatches(string pattern)
    {
        var sets = new DigitLanguages();
        var whole = sets.Matching(DigitPattern.Parse(pattern));
        var beginning = sets.Matching(DigitPattern.Parse(pattern), DigitLanguages.None, sets.OfLengths(0b111111));
        var regex = new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant);

        // Whether any way to match the beginning takes a digit, not only the way that a Regex prefers.
        var beginningRegex = new Regex($"^(?:{pattern})(?<!^)", RegexOptions.CultureInvariant);
        foreach (var text in Texts)
        {
            Assert.True(regex.IsMatch(text) == Has(sets, whole, text), text);
            Assert.True(beginningRegex.IsMatch(text) == Has(sets, beginning, text), text);
        }
    }

    [Fact]
    public void EqualSetsAreTheSameHoweverTheyAreMade()
    {
        var sets = new DigitLanguages();
        int Set(string pattern) => sets.Matching(DigitPattern.Parse(pattern));
        Assert.Equal(DigitLanguages.Empty, Set(""));
        Assert.Equal(sets.OfLengths(0b10100), Set("[0-9]{2}(?:\\d\\d)?"));
        Assert.Equal(Set("1[23]|[45]6"), sets.Union(Set("12|46"), Set("13|56")));
        Assert.Equal(Set("13"), sets.Intersection(Set("1[2-5]"), Set("[01]3")));
        Assert.Equal(Set("1[245]"), sets.Difference(Set("1[2-5]"), Set("[01]3")));
        Assert.Equal(DigitLanguages.None, sets.Difference(Set("12"), Set("1[2-5]")));
        Assert.Equal(Set("1"), sets.Difference(Set("12?"), Set("12")));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(1")]
    [InlineData("1)")]
    [InlineData("[1")]
    [InlineData("[]")]
    [InlineData("[^1]")]
    [InlineData("[3-1]")]
    [InlineData("a")]
    [InlineData("1+")]
    [InlineData("1*")]
    [InlineData(".")]
    [InlineData("^1")]
    [InlineData("\\w")]
    [InlineData("1{2,1}")]
    [InlineData("1{2,}")]
    [InlineData("1{101}")]
    [InlineData("{2}")]
    [InlineData("(?!1)")]
    [InlineData("1?+")]
    public void APatternWithAnythingElseIsRefused(string pattern) => Assert.Throws<FormatException>(() => DigitPattern.Parse(pattern));

    private static bool Has(DigitLanguages sets, int set, string text) =>
        sets.HasEmpty(text.Aggregate(set, (at, digit) => sets.After(at, digit - '0')));

    private static string Text(int number, int length) =>
        length == 0 ? "" : number.ToString(CultureInfo.InvariantCulture).PadLeft(length, '0');
}
