using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Tests.Universe;

public sealed class RegisteredNumbersTests
{
    [Theory]
    [InlineData(0.273)]
    [InlineData(0.139)]
    [InlineData(0.001)]
    public void BlockDensitiesHaveTheCountrysMean(double share)
    {
        var registered = new RegisteredNumbers(7, share);
        var densities = Enumerable.Range(0, 20_000).Select(block => registered.Density(new((ulong)block))).ToArray();

        // Four standard errors: the variance of this Beta distribution is share x (1 - share) / 2.
        Assert.Equal(share, densities.Average(), 4 * Math.Sqrt(share * (1 - share) / 2 / densities.Length));
    }

    [Fact]
    public void SomeBlocksAreNearlyFullAndManyNearlyEmpty()
    {
        var registered = new RegisteredNumbers(7, 0.273);
        var densities = Enumerable.Range(0, 1_000).Select(block => registered.Density(new((ulong)block))).ToArray();

        Assert.InRange(densities.Count(density => density > 0.9), 50, 250);
        Assert.InRange(densities.Count(density => density < 0.1), 300, 700);
    }

    [Fact]
    public void ABlockHoldsAsManyRegisteredNumbersAsItsDensitySays()
    {
        var registered = new RegisteredNumbers(7, 0.273);
        for (var prefix = 1_201_200UL; prefix < 1_201_220; prefix++)
        {
            var block = new NumberBlock(prefix);
            var count = Enumerable.Range(0, NumberBlock.Size).Count(offset => registered.Contains(block.Number(offset)));
            var expected = NumberBlock.Size * registered.Density(block);
            Assert.InRange(count, expected - 200, expected + 200);
        }
    }

    [Fact]
    public void TheSeedDecidesAndNothingElse()
    {
        Assert.Equal(Pattern(1), Pattern(1));
        Assert.NotEqual(Pattern(1), Pattern(2));

        static IEnumerable<bool> Pattern(int seed)
        {
            var registered = new RegisteredNumbers(seed, 0.5);
            return [.. Enumerable.Range(0, 500).Select(i => registered.Contains(new(14_155_550_000 + (ulong)(i * 7_001))))];
        }
    }

    [Fact]
    public void TheStreamIsTheSameOnEveryRuntime()
    {
        var random = new SeededRandom(1, "golden");
        Assert.Equal(GoldenNumbers, new[] { random.Next(), random.Next(), random.Next() });
    }

    private static readonly ulong[] GoldenNumbers = [0x83C6_CCB1_27F1_835B, 0x493F_BE4D_128C_3451, 0xDD95_E84B_97DD_7FE8];
}
