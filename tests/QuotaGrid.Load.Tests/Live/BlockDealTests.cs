using QuotaGrid.Load.Live;

namespace QuotaGrid.Load.Tests.Live;

public sealed class BlockDealTests
{
    [Fact]
    public void EachGetsAsManyAsItIsToAndNobodyTheSame()
    {
        var dealt = BlockDeal.Deal([.. Enumerable.Range(0, 60)], [5, 10, 25, 10]);

        Assert.Equal([5, 10, 25, 10], dealt.Select(blocks => blocks.Length));
        Assert.Equal(50, dealt.SelectMany(blocks => blocks).Distinct().Count());
    }

    [Fact]
    public void DenseBlocksAndEmptyOnesAreSharedOut()
    {
        var dealt = BlockDeal.Deal([.. Enumerable.Range(0, 50)], [5, 10, 25, 10]);

        Assert.All(dealt, blocks => Assert.InRange(blocks.Average(), 20, 29));
        Assert.All(dealt, blocks => Assert.True(blocks.Min() < 10 && blocks.Max() >= 40));
    }

    [Fact]
    public void MoreThanThereAreCannotBeDealt() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockDeal.Deal([1, 2, 3], [2, 2]));
}
