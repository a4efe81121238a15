using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Coverage;

public sealed class RegionKeyTests
{
    [Theory]
    [InlineData("e164:100", 100, TargetSpace.E164)]
    [InlineData("e164:1212", 1_212, TargetSpace.E164)]
    [InlineData("e164:99999999", 99_999_999, TargetSpace.E164)]
    [InlineData("e164:100x", 100_004_100, TargetSpace.E164)]
    [InlineData("e164:298xxxxxx", 100_009_298, TargetSpace.E164)]
    [InlineData("opaque:0", 134_217_728, TargetSpace.Opaque)]
    [InlineData("opaque:15", 134_217_743, TargetSpace.Opaque)]
    [InlineData("integer:0", 268_435_456, TargetSpace.Integer)]
    [InlineData("integer:922337203685", 922_605_639_141, TargetSpace.Integer)]
    public void ARegionHasOneTextAndOneCode(string text, ulong code, TargetSpace space)
    {
        var region = RegionKey.Parse(text);

        Assert.Equal(code, region.Code);
        Assert.Equal(space, region.Space);
        Assert.True(region.IsRegion);
        Assert.Equal(text, region.ToString());
        Assert.True(RegionKey.TryParse(text, out var tried));
        Assert.Equal(region, tried);
        Assert.True(region.Code < 1UL << 40);
    }

    [Theory]
    [InlineData(null, "The region is missing or empty.")]
    [InlineData("", "The region is missing or empty.")]
    [InlineData("integer:922337203686", "The region's number is 922337203686; 0 to 922337203685 is possible.")]
    [InlineData("integer:000000000000", "The region's number is not of the digits 0 to 9 without leading zeros.")]
    [InlineData("integer:0000000000000", "The region has 21 characters; at most 20 are possible.")]
    [InlineData("1212", "The region '1212' has no ':'.")]
    [InlineData("E164:1212", "'E164' is not a space of targets.")]
    [InlineData("e164:", "The prefix is not of digits that begin with 1 to 9.")]
    [InlineData("e164:012", "The prefix is not of digits that begin with 1 to 9.")]
    [InlineData("e164:1 2", "The prefix is not of digits that begin with 1 to 9.")]
    [InlineData("e164:12", "The prefix has 2 digits; 3 to 8 are possible.")]
    [InlineData("e164:123456789", "The prefix has 9 digits; 3 to 8 are possible.")]
    [InlineData("e164:298xxxxxxx", "The prefix has 3 digits and 7 times 'x'; 3 digits and 1 to 6 times 'x' are possible.")]
    [InlineData("e164:29x", "The prefix has 2 digits and 1 times 'x'; 3 digits and 1 to 6 times 'x' are possible.")]
    [InlineData("opaque:16", "The region's number is 16; 0 to 15 is possible.")]
    [InlineData("opaque:-1", "The region's number is not of the digits 0 to 9 without leading zeros.")]
    [InlineData("opaque:07", "The region's number is not of the digits 0 to 9 without leading zeros.")]
    public void WhatIsNoRegionIsRefusedWithAReason(string? text, string detail)
    {
        var problem = Assert.Throws<InvalidValueException>(() => RegionKey.Parse(text, "field")).Problem;

        Assert.Equal("field", problem.Field);
        Assert.Equal(detail, problem.Detail);
        Assert.False(RegionKey.TryParse(text, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(100_000_000)]
    [InlineData(100_003_999)]
    [InlineData(100_004_099)]
    [InlineData(100_010_000)]
    [InlineData(134_217_744)]
    [InlineData(922_605_639_142)]
    public void ACodeThatIsNoRegionSaysSo(ulong code)
    {
        var place = new TargetPlace(code << 24);

        Assert.False(place.Region.IsRegion);
        Assert.False(place.IsPlace);
        Assert.Equal("none", place.Region.ToString());
    }

    [Fact]
    public void APlaceShowsNothingFinerThanItsBlock()
    {
        var place = new TargetPlace(RegionKey.Parse("e164:1212"), 555, 9_999);

        Assert.Equal("e164:1212/555", place.ToString());
        Assert.Equal((RegionKey.Parse("e164:1212"), 555, 9_999, true), (place.Region, place.Block, place.Offset, place.IsPlace));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1_000, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 10_000)]
    public void ThereIsNoPlaceOutsideARegion(int block, int offset)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetPlace(RegionKey.Parse("opaque:1"), block, offset));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetPlace(default, 0, 0));
        Assert.False(new TargetPlace((100UL << 24) | (1_000UL << 14)).IsPlace);
        Assert.False(new TargetPlace((100UL << 24) | 10_000).IsPlace);
    }
}
