using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Tests.Identities;

public sealed class IdentityTests
{
    private const string Remedy = "Send 1 to 256 UTF-8 bytes without control characters.";

    [Theory]
    [InlineData("a", 1)]
    [InlineData("a", 256)]
    [InlineData("\u00e9", 128)]
    [InlineData("\u20ac", 85)]
    [InlineData("\U0001f600", 64)]
    public void UpTo256BytesAreTaken(string piece, int times)
    {
        var text = string.Concat(Enumerable.Repeat(piece, times));

        Assert.Equal(text, Identity.Parse(text).Value);
    }

    [Theory]
    [InlineData("a", 257, "The identity has 257 characters and more than 256 UTF-8 bytes.")]
    [InlineData("\u00e9", 129, "The identity has 258 UTF-8 bytes.")]
    [InlineData("\u20ac", 86, "The identity has 258 UTF-8 bytes.")]
    [InlineData("\U0001f600", 65, "The identity has 260 UTF-8 bytes.")]
    [InlineData("\U0001f600", 129, "The identity has 258 characters and more than 256 UTF-8 bytes.")]
    public void MoreBytesAreRefused(string piece, int times, string detail) =>
        AssertRefused(string.Concat(Enumerable.Repeat(piece, times)), detail);

    [Fact]
    public void OneByteMoreThan256IsRefused() => AssertRefused(new string('a', 255) + "\u00e9", "The identity has 257 UTF-8 bytes.");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void AMissingIdentityIsRefused(string? text) => AssertRefused(text, "The identity is missing or empty.");

    [Theory]
    [InlineData("a\0b", "0000")]
    [InlineData("\n", "000A")]
    [InlineData("a\u007f", "007F")]
    [InlineData("\u0085", "0085")]
    public void ControlCharactersAreRefused(string text, string code) =>
        AssertRefused(text, $"The identity has the control character U+{code}.");

    [Fact]
    public void TextThatIsNotUnicodeIsRefused()
    {
        // Not as theory data: an unpaired surrogate does not survive the way into a test's name.
        foreach (var text in (string[])["a\ud83d", "\ude00a", "\ude00\ud83d", "\ufffd"])
        {
            AssertRefused(text, "The identity is not valid Unicode.");
        }
    }

    [Fact]
    public void AnIdentityIsTakenAsItIs()
    {
        Assert.Equal(" Acct-42 ", Identity.Parse(" Acct-42 ").ToString());
        Assert.NotEqual(Identity.Parse("acct-42"), Identity.Parse("Acct-42"));
        Assert.NotEqual(Identity.Parse("\u00e9"), Identity.Parse("e\u0301"));
        Assert.Equal(Identity.Parse("acct-42"), Identity.Parse("acct-42"));
    }

    private static void AssertRefused(string? text, string detail)
    {
        var problem = Assert.Throws<InvalidValueException>(() => Identity.Parse(text, "device")).Problem;
        Assert.Equal(new ValueProblem("device", detail, Remedy), problem);
    }
}
