using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class HoldIdTests
{
    [Theory]
    [InlineData(1, "0000000000000001")]
    [InlineData(0x1234_5678_9abc_def0, "123456789abcdef0")]
    [InlineData(long.MaxValue, "7fffffffffffffff")]
    public void ItsTextIsReadAsItWasWritten(long value, string text)
    {
        Assert.Equal(text, new HoldId(value).ToString());
        Assert.Equal(new HoldId(value), HoldId.Parse(text));
    }

    [Theory]
    [InlineData(null, "The hold is missing or empty.")]
    [InlineData("", "The hold is missing or empty.")]
    [InlineData("123", "The hold has 3 characters, not 16.")]
    [InlineData("123456789abcdef01", "The hold has 17 characters, not 16.")]
    [InlineData("123456789ABCDEF0", "The hold has the character U+0041, which is no lower-case hexadecimal digit.")]
    [InlineData("123456789abcdeg0", "The hold has the character U+0067, which is no lower-case hexadecimal digit.")]
    [InlineData("0000000000000000", "No hold has this number.")]
    [InlineData("8000000000000000", "No hold has this number.")]
    [InlineData("ffffffffffffffff", "No hold has this number.")]
    public void WhatIsNoHoldIsRefused(string? text, string detail) => Assert.Equal(
        new ValueProblem("field", detail, "Send the 'hold' of the decision as it was."),
        Assert.Throws<InvalidValueException>(() => HoldId.Parse(text, "field")).Problem);
}
