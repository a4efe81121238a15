using System.Text.RegularExpressions;
using CsCheck;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Tests.Policies;

public class DurationTextTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("1ms", 1)]
    [InlineData("1s", 1_000)]
    [InlineData("90m", 5_400_000)]
    [InlineData("4h", 14_400_000)]
    [InlineData("30d", 2_592_000_000)]
    [InlineData("10675199d", 922_337_193_600_000)]
    [InlineData("922337203685477ms", 922_337_203_685_477)]
    public void ADurationIsAWholeNumberAndAUnit(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(milliseconds * TimeSpan.TicksPerMillisecond, duration.Ticks);
        Assert.Equal(duration, DurationText.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("d")]
    [InlineData("030d")]
    [InlineData("00s")]
    [InlineData("-1d")]
    [InlineData("+1d")]
    [InlineData("1.5h")]
    [InlineData("1 d")]
    [InlineData(" 1d")]
    [InlineData("1d ")]
    [InlineData("1d\n")]
    [InlineData("1D")]
    [InlineData("1w")]
    [InlineData("1h30m")]
    [InlineData("1,000s")]
    [InlineData("\u0663d")]
    [InlineData("10675200d")]
    [InlineData("922337203685478ms")]
    [InlineData("99999999999999999999s")]
    public void AnythingElseIsNoDuration(string text)
    {
        Assert.False(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.Zero, duration);
    }

    [Fact]
    public void ATextThatIsNoDurationIsQuotedWithTheRemedy()
    {
        var exception = Assert.Throws<InvalidValueException>(() => DurationText.Parse("1 week", "window"));

        Assert.Equal(
            new ValueProblem("window", "The duration is '1 week'.", "Write a whole number and a unit of ms, s, m, h or d, such as '30d' or '90m'."),
            exception.Problem);
        Assert.Equal("The duration is ''.", Assert.Throws<InvalidValueException>(() => DurationText.Parse(null)).Problem.Detail);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(999, "999ms")]
    [InlineData(1_000, "1s")]
    [InlineData(90_000, "90s")]
    [InlineData(5_400_000, "90m")]
    [InlineData(86_400_000, "1d")]
    [InlineData(90_000_000, "25h")]
    public void ADurationIsWrittenInTheLargestUnitThatDividesIt(long milliseconds, string text) =>
        Assert.Equal(text, DurationText.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void WhatCannotBeReadBackIsNotWritten()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DurationText.Format(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DurationText.Format(TimeSpan.FromTicks(10_001)));
    }

    [Fact]
    public void EveryDurationReadsBackAsItWasWritten() =>
        Gen.OneOf(
                Gen.Long[0, 922_337_203_685_477],
                Gen.Select(Gen.Long[0, 1_000], Gen.OneOf(1L, 1_000, 60_000, 3_600_000, 86_400_000), (count, unit) => count * unit))
            .Select(milliseconds => new TimeSpan(milliseconds * TimeSpan.TicksPerMillisecond))
            .Sample(duration =>
            {
                var text = DurationText.Format(duration);
                return DurationText.Parse(text) == duration && Regex.IsMatch(text, DurationText.Pattern);
            });

    [Fact]
    public void ThePatternAgreesWithTheParser() =>
        Gen.String[Gen.OneOf(Gen.Char["0123456789"], Gen.Char["mshd"], Gen.Char["0 .w-"]), 0, 5]
            .Sample(text => Regex.IsMatch(text, DurationText.Pattern) == DurationText.TryParse(text, out _), iter: 20_000);
}
