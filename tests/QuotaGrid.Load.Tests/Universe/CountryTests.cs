using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Tests.Universe;

public sealed class CountryTests
{
    [Theory]
    [InlineData("US", 50_573, 0.273)]
    [InlineData("DE", 53_830, 0.139)]
    public void HasThePublishedFigures(string code, long blocks, double share)
    {
        var country = new Country(NumberingPlan.ForCountry(code), 1);

        Assert.Equal(blocks, country.BlockCount);
        Assert.Equal(share, country.Figures.Share, 3);
    }

    [Fact]
    public void HasItsWholePlanAndAFifthRegisteredWhereNothingIsPublished()
    {
        var plan = NumberingPlan.ForCountry("IS");
        var country = new Country(plan, 1);

        Assert.Equal(plan.BlockCount, country.BlockCount);
        Assert.Equal(plan.BlockCount * 2_000, country.Figures.Registered);
        Assert.Equal(country.BlockCount, Blocks(country).Distinct().Count());
    }

    [Fact]
    public void UsesWholeAreasEvenlyOverThePlanAndNoBlockTwice()
    {
        var country = new Country(NumberingPlan.ForCountry("US"), 1);
        var blocks = Blocks(country).ToArray();

        Assert.Equal(country.BlockCount, blocks.Distinct().Count());
        Assert.Equal(blocks.OrderBy(block => block.Prefix), blocks);
        Assert.Equal(1_2012_00UL, blocks[0].Prefix);
        Assert.Equal(blocks[0].Prefix + 99, blocks[99].Prefix);
        Assert.Equal(1_98UL, blocks[^1].Prefix / 10_000);
    }

    [Fact]
    public void SweepsOfAllSlicesReadDisjointNumbersInOrder()
    {
        var country = new Country(NumberingPlan.ForCountry("US"), 1);
        var numbers = Enumerable.Range(0, 5).Select(slice => new Sweep(country, slice, 5)).Select(sweep => sweep.Take(25_000)).ToArray();

        Assert.Equal(125_000, numbers.SelectMany(slice => slice).Distinct().Count());
        Assert.All(numbers, slice => Assert.Equal(slice.OrderBy(number => number.Digits), slice));
    }

    [Fact]
    public void ASweepEndsWithItsSlice()
    {
        var country = new Country(NumberingPlan.ForCountry("IS"), 1);
        var sweep = new Sweep(country, 1, (int)country.BlockCount);

        Assert.Equal(NumberBlock.Size, sweep.Take(NumberBlock.Size + 1).Count);
        Assert.Empty(sweep.Take(1));
    }

    private static IEnumerable<NumberBlock> Blocks(Country country)
    {
        for (var index = 0L; index < country.BlockCount; index++)
        {
            yield return country.Block(index);
        }
    }
}
