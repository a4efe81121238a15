using QuotaGrid.Core.Evidence;

namespace QuotaGrid.Core.Tests.Evidence;

public sealed class ShareBoundTests
{
    [Theory]
    [InlineData(0, 0.00390625)]
    [InlineData(0.00390625, 0.00390625)]
    [InlineData(0.004, 0.0078125)]
    [InlineData(0.16, 0.16015625)]
    [InlineData(0.5, 0.5)]
    [InlineData(0.997, 1)]
    [InlineData(1, 1)]
    public void ABoundIsRoundedUpToTheNextStep(double share, double value)
    {
        var bound = ShareBound.Of(share);

        Assert.Equal((value, value == 1), (bound.Value, bound.IsWhole));
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(1.001)]
    [InlineData(double.NaN)]
    public void WhatIsNoShareIsRefused(double share) => Assert.Throws<ArgumentOutOfRangeException>(() => ShareBound.Of(share));

    [Fact]
    public void ABoundThatNobodySetAccusesNobody() => Assert.Equal((ShareBound.Whole, true, 1.0), (default, default(ShareBound).IsWhole, default(ShareBound).Value));
}
