using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Tests.Identities;

public sealed class TenantTests
{
    private const string Remedy = "Send 1 to 256 UTF-8 bytes without control characters.";

    [Theory]
    [InlineData("a", 1)]
    [InlineData("a", 256)]
    [InlineData("\u20ac", 85)]
    [InlineData("*", 1)]
    public void UpTo256BytesAreTaken(string piece, int times)
    {
        var text = string.Concat(Enumerable.Repeat(piece, times));

        Assert.Equal(text, Tenant.Parse(text).Value);
    }

    [Theory]
    [InlineData(null, "The tenant is missing or empty.")]
    [InlineData("", "The tenant is missing or empty.")]
    [InlineData("a\0b", "The tenant has the control character U+0000.")]
    [InlineData("\u0085", "The tenant has the control character U+0085.")]
    [InlineData("\ufffd", "The tenant is not valid Unicode.")]
    public void AnythingElseIsRefused(string? text, string detail) => AssertRefused(text, detail);

    [Fact]
    public void MoreBytesAreRefused()
    {
        AssertRefused(new string('a', 257), "The tenant has 257 characters and more than 256 UTF-8 bytes.");
        AssertRefused(new string('a', 255) + "\u00e9", "The tenant has 257 UTF-8 bytes.");
    }

    [Fact]
    public void ATenantIsTakenAsItIs()
    {
        Assert.Equal(" Acme ", Tenant.Parse(" Acme ").ToString());
        Assert.NotEqual(Tenant.Parse("acme"), Tenant.Parse("Acme"));
        Assert.Equal(Tenant.Parse("acme"), Tenant.Parse("acme"));
        Assert.Equal(256, Tenant.MaxBytes);
    }

    private static void AssertRefused(string? text, string detail)
    {
        Assert.Equal(new ValueProblem("customer", detail, Remedy), Assert.Throws<InvalidValueException>(() => Tenant.Parse(text, "customer")).Problem);
        Assert.Equal("tenant", Assert.Throws<InvalidValueException>(() => Tenant.Parse(text)).Problem.Field);
    }
}
