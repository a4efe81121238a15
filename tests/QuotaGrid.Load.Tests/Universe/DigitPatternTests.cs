using System.Text.RegularExpressions;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Tests.Universe;

public sealed class DigitPatternTests
{
    [Theory]
    [InlineData("12")]
    [InlineData("1[0-24]\\d")]
    [InlineData("(?:1|2[3-5])\\d{1,2}")]
    [InlineData("9?8{2}|7(?:0?1){0,2}")]
    [InlineData("(?:[13]?2){1,3}")]
    public void AcceptsWhatARegexAccepts(string text)
    {
        var pattern = DigitPattern.Parse(text);
        var regex = new Regex($"^(?:{text})$");
        foreach (var digits in Enumerable.Range(0, 1_200).SelectMany(number => new[] { $"{number}", $"{number:0000}" }))
        {
            var states = digits.Aggregate(pattern.Close([DigitPattern.Start]), (from, digit) => pattern.Step(from, digit - '0'));
            Assert.True(regex.IsMatch(digits) == states.Contains(pattern.End), $"{text} on {digits}");
        }
    }

    [Theory]
    [InlineData("1(?!2)")]
    [InlineData("1+")]
    [InlineData("(1")]
    [InlineData("1)")]
    [InlineData("[1")]
    [InlineData("1{2,1}")]
    [InlineData("\\w")]
    public void RefusesWhatNumberingPlansDoNotUse(string text) =>
        Assert.Throws<FormatException>(() => DigitPattern.Parse(text));

    [Fact]
    public void CountsAndListsTheBlocksInOrder()
    {
        // 20 to 24 with four free digits, and 31; the block 4 has 1,000 numbers only.
        var automaton = new BlockAutomaton(DigitPattern.Parse("2[0-4]\\d{4}|31\\d{4}|4[0-8]\\d{3}"));

        Assert.Equal(6, automaton.Count(2));
        Assert.Equal(0, automaton.Count(1));
        Assert.Equal(["20", "21", "22", "23", "24", "31"], Enumerable.Range(0, 6).Select(index => automaton.Prefix(2, index)));
    }

    [Fact]
    public void KeepsLeadingZerosOfNationalNumbers() =>
        Assert.Equal("07", new BlockAutomaton(DigitPattern.Parse("0[57]\\d{4}")).Prefix(2, 1));
}
