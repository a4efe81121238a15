using System.Globalization;
using PhoneNumbers;
using QuotaGrid.Core.Coverage;

namespace QuotaGrid.Core.Tests.Coverage;

public sealed class MarketTests
{
    [Fact]
    public void ThePhoneNumbersOfEachCallingCodeAreOneMarket()
    {
        var codes = PhoneNumberUtil.GetInstance().GetSupportedCallingCodes();
        Assert.InRange(codes.Count, 200, 999);
        foreach (var code in codes)
        {
            foreach (var rest in (string[])["0000000", "1234567", "9999999"])
            {
                var digits = $"{code}{rest}";
                Assert.Equal($"e164:{code}", Market.Of(RegionKey.OfShortNumbers(7, Number(digits[..3]))).ToString());
                for (var length = 3; length <= 8; length++)
                {
                    Assert.Equal($"e164:{code}", Market.Of(RegionKey.OfLongNumbers(Number(digits[..length]))).ToString());
                }
            }
        }
    }

    [Fact]
    public void OtherSpacesAreAMarketEach()
    {
        Assert.Equal(("opaque", "integer"), (Market.Of(RegionKey.Parse("opaque:7")).ToString(), Market.Of(RegionKey.Parse("integer:7")).ToString()));
        Assert.Equal(default, Market.Of(RegionKey.Parse("opaque:0")));
        Assert.Equal("e164:999", Market.Of(RegionKey.Parse("e164:99912345")).ToString());
    }

    private static ulong Number(string digits) => ulong.Parse(digits, CultureInfo.InvariantCulture);
}
