using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Tests.Universe;

public sealed class NumberingPlanTests
{
    [Theory]
    [InlineData("US")]
    [InlineData("DE")]
    [InlineData("IT")]
    [InlineData("CI")]
    public void EveryNumberOfAUsedBlockIsValid(string country)
    {
        var plan = NumberingPlan.ForCountry(country);
        var random = new SeededRandom(5, "blocks");
        for (var i = 0; i < 50; i++)
        {
            var block = plan.Block(random.Below(plan.BlockCount));
            Assert.True(plan.IsValid(block), $"{block}");
            Assert.True(plan.IsValid(block.Number((int)random.Below(NumberBlock.Size))), $"{block}");
        }
    }

    [Theory]
    [InlineData("US")]
    [InlineData("DE")]
    public void BlocksComeInOrderWithoutRepeats(string country)
    {
        var plan = NumberingPlan.ForCountry(country);
        var prefixes = Enumerable.Range(0, 2_000).Select(index => plan.Block(index).Prefix).ToArray();

        Assert.Equal(prefixes.Order().Distinct(), prefixes);
    }

    [Fact]
    public void TheAmericanPlanBeginsInNewJersey() =>
        Assert.Equal("+12012000000", NumberingPlan.ForCountry("US").Block(0).Number(0).ToString());

    [Fact]
    public void ABlockOfAnotherCountryIsNotValid() =>
        Assert.False(NumberingPlan.ForCountry("US").IsValid(new NumberBlock(4_915_112)));

    [Theory]
    [InlineData("XX")]
    [InlineData("us")]
    [InlineData("TA")]
    public void ACountryWithoutMobileNumbersIsRefused(string country) =>
        Assert.Contains($"'{country}'", Assert.Throws<ArgumentException>(() => NumberingPlan.ForCountry(country)).Message);
}
