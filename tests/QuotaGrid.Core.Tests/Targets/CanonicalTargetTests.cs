using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

public sealed class CanonicalTargetTests
{
    private const string Empty = "The target is missing or empty.";

    [Theory]
    [InlineData(null, 14155550101UL, "+14155550101", "+1 415 555 0101", "+1 (415) 555-0101", "+1.415.555.0101", "tel:+1-415-555-0101", " +1 415-555-0101 ")]
    [InlineData("US", 14155550101UL, "4155550101", "(415) 555-0101", "1 415 555 0101", "011 1 415 555 0101", "\uff0b1\u2010415\u2010555\u20100101")]
    [InlineData("DE", 493012345678UL, "030 12345678", "+49 (0)30 12345678", "0049 30 12345678", "030/12345678", "\u0660\u0663\u0660 \u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668")]
    [InlineData("GB", 447911123456UL, "07911 123456", "+44 7911 123456", "+44(0)7911123456", "00447911123456")]
    [InlineData("IT", 390612345678UL, "06 1234 5678", "+39 06 12345678", "0039 06 12345678")]
    [InlineData("FR", 33612345678UL, "06 12 34 56 78", "+33 6 12 34 56 78", "0033612345678")]
    [InlineData("BR", 5511961234567UL, "(11) 96123-4567", "+55 11 96123 4567")]
    [InlineData("IN", 919876543210UL, "098765 43210", "98765-43210", "+91 98765 43210")]
    [InlineData("US", 18003569377UL, "1-800-FLOWERS", "+1 800 356 9377", "800 flowers")]
    public void EverySpellingOfANumberIsTheSameTarget(string? defaultRegion, ulong number, params string[] spellings)
    {
        foreach (var spelling in spellings)
        {
            Assert.True(CanonicalTarget.TryRead(TargetSpace.E164, defaultRegion, spelling, out var target, out var problem), $"{spelling}: {problem}");
            Assert.Equal((number, TargetSpace.E164, null), (target.Number, target.Space, problem));
        }
    }

    [Theory]
    [InlineData(null, "415 555 0101", "The number has no country code; write it with '+', or give the capability a defaultRegion.")]
    [InlineData(null, "0049 30 12345678", "The number has no country code; write it with '+', or give the capability a defaultRegion.")]
    [InlineData(null, "+999 123456789", "The number's country code does not exist.")]
    [InlineData(null, "\uff0b999 123456789", "The number's country code does not exist.")]
    [InlineData("US", "hello", "The text is not a phone number.")]
    [InlineData("US", "5", "The text is not a phone number.")]
    [InlineData("US", "+", "The text is not a phone number.")]
    [InlineData("US", "<script>", "The text is not a phone number.")]
    [InlineData("US", "555 0101", "The number lacks its area code.")]
    [InlineData("US", "415 555 01", "The number is too short for its country.")]
    [InlineData("US", "+1 415 555 01012", "The number is too long for its country.")]
    [InlineData("US", "+1 000 555 0101", "The number is not in its country's numbering plan.")]
    [InlineData(null, "+49 12345678901234567890", "The number is too long.")]
    [InlineData("DE", "0049", "The number is too short.")]
    public void WhatIsNoNumberIsRefusedWithTheReason(string? defaultRegion, string text, string reason) =>
        AssertRefused(TargetSpace.E164, defaultRegion, text, reason);

    [Theory]
    [InlineData("0", 0UL)]
    [InlineData("42", 42UL)]
    [InlineData("0042", 42UL)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("000000000000000000000000018446744073709551615", ulong.MaxValue)]
    public void AnIntegerIsItsValue(string text, ulong number)
    {
        Assert.True(CanonicalTarget.TryRead(TargetSpace.Integer, null, text, out var target, out var problem));
        Assert.Equal((number, null), (target.Number, problem));
    }

    [Theory]
    [InlineData("18446744073709551616", "The target is over 18446744073709551615.")]
    [InlineData("99999999999999999999999", "The target is over 18446744073709551615.")]
    [InlineData("-1", "The target has characters other than the digits 0 to 9.")]
    [InlineData("+1", "The target has characters other than the digits 0 to 9.")]
    [InlineData(" 1", "The target has characters other than the digits 0 to 9.")]
    [InlineData("1,000", "The target has characters other than the digits 0 to 9.")]
    [InlineData("0x1F", "The target has characters other than the digits 0 to 9.")]
    [InlineData("1\0", "The target has characters other than the digits 0 to 9.")]
    [InlineData("\u0661\u0662", "The target has characters other than the digits 0 to 9.")]
    public void WhatIsNoIntegerIsRefusedWithTheReason(string text, string reason) => AssertRefused(TargetSpace.Integer, null, text, reason);

    [Fact]
    public void AnOpaqueTextHasUpTo256BytesAndIsTakenAsItIs()
    {
        foreach (var text in (string[])["a", " A ", "\0", new string('a', 256), new string('\u00e9', 128), string.Concat(Enumerable.Repeat("\U0001f600", 64))])
        {
            Assert.True(CanonicalTarget.TryRead(TargetSpace.Opaque, null, text, out var target, out var problem), problem);
            Assert.Equal(text, target.Text);
        }

        AssertRefused(TargetSpace.Opaque, null, new string('\u00e9', 129), "The target has 258 UTF-8 bytes; at most 256 are read.");
        AssertRefused(TargetSpace.Opaque, null, new string('a', 255) + "\u00e9", "The target has 257 UTF-8 bytes; at most 256 are read.");
        AssertRefused(TargetSpace.Opaque, null, "a\ud83d", "The target is not valid Unicode.");
        AssertRefused(TargetSpace.Opaque, null, "\ude00\ud83d", "The target is not valid Unicode.");
    }

    [Fact]
    public void EverySpaceRefusesWhatIsEmptyOrTooLong()
    {
        foreach (var space in Enum.GetValues<TargetSpace>())
        {
            AssertRefused(space, null, null, Empty);
            AssertRefused(space, null, "", Empty);
            AssertRefused(space, null, new string('1', 257), "The target has 257 characters; at most 256 UTF-8 bytes are read.");
        }
    }

    [Fact]
    public void RandomTextIsReadOrRefusedButNeverThrowsAndIsNeverRepeated()
    {
        const string Alphabet = "+0123456789 ()-./;=extphoneTEL:#*\uff0b\u0661\u200b\ud83d\ude00\0~";
        var random = new Random(8);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(6, 60)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            foreach (var region in (string?[])[null, "DE"])
            {
                if (!CanonicalTarget.TryRead(TargetSpace.E164, region, text, out _, out var problem))
                {
                    Assert.DoesNotContain(text, problem, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void WhatIsNoSpaceIsAProgrammingError() => Assert.Throws<ArgumentOutOfRangeException>(
        () => CanonicalTarget.TryRead((TargetSpace)9, null, "1", out _, out _));

    private static void AssertRefused(TargetSpace space, string? defaultRegion, string? text, string reason)
    {
        Assert.False(CanonicalTarget.TryRead(space, defaultRegion, text, out _, out var problem));
        Assert.Equal(reason, problem);
    }
}
