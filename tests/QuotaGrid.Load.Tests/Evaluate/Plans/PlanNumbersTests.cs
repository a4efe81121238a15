using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Tests.Evaluate.Plans;

public sealed class PlanNumbersTests
{
    private static readonly PlanFigures Small = PlanFigures.Us with { Blocks = 4_000 };
    private static readonly PlanNumbers Numbers = new(Small, 11);

    // Beta(0.27, 0.73) has a standard deviation of 0.315, so 4,000 blocks have a mean within 0.005 of the plan's in two of three cases.
    [Fact]
    public void BlocksAreAsDenseAsThePlanSays()
    {
        var densities = Enumerable.Range(0, Small.Blocks).Select(Numbers.Density).ToArray();

        Assert.Equal(0.2726, densities.Average(), 0.02);
        Assert.Equal(0.315, Math.Sqrt(densities.Select(density => Math.Pow(density - densities.Average(), 2)).Average()), 0.01);

        // B(a, 1 - a) is pi / sin(pi a) = 4.16: 25.1 % are below 0.01 and 3.8 % above 0.95.
        Assert.InRange(densities.Count(density => density < 0.01), 920, 1_090);
        Assert.InRange(densities.Count(density => density > 0.95), 115, 190);
    }

    // Beta(0.5, 499.5) is close to chi-square with one degree of freedom over 1,000: mean 0.001, standard deviation 0.0014.
    [Fact]
    public void ASparsePlanHasFewNumbersInMostBlocks()
    {
        var numbers = new PlanNumbers(PlanFigures.Sparse with { Blocks = 20_000 }, 11);
        var densities = Enumerable.Range(0, 20_000).Select(numbers.Density).ToArray();

        Assert.Equal(0.001, densities.Average(), 0.00004);
        Assert.Equal(0.00141, Math.Sqrt(densities.Select(density => Math.Pow(density - densities.Average(), 2)).Average()), 0.00007);
    }

    [Fact]
    public void TheCountOfRegisteredNumbersIsThatOfTheNumbers()
    {
        var counted = Enumerable.Range(0, 30 * PlanFigures.BlockSize).Count(Numbers.IsRegistered);

        Assert.Equal(counted, Numbers.CountRegistered(30));
        Assert.Equal(0, Numbers.CountRegistered(0));
        Assert.Equal(Enumerable.Range(0, 30).Sum(Numbers.Density) * PlanFigures.BlockSize, counted, 600.0);
    }

    [Fact]
    public void NoNumberIsRegisteredAndWasFormerly()
    {
        var former = Enumerable.Range(0, 200 * PlanFigures.BlockSize).Where(Numbers.WasRegistered).ToArray();

        Assert.DoesNotContain(former, Numbers.IsRegistered);
        Assert.InRange((double)former.Length / (former.Length + Numbers.CountRegistered(200)), 0.06, 0.085);
    }

    [Fact]
    public void TheSampleHasThePlansDensities()
    {
        var sample = new BlockSample(Numbers, 100);

        Assert.Equal(40, sample.Blocks.Count);
        Assert.Equal(Enumerable.Range(0, Small.Blocks).Average(Numbers.Density), sample.Blocks.Average(Numbers.Density), 0.005);
        Assert.Equal(sample.Blocks.Order(), sample.Blocks);
        Assert.All(Enumerable.Range(0, sample.Numbers), place => Assert.Equal(place, sample.PlaceOf(sample.NumberAt(place))));
        Assert.Equal(-1, sample.PlaceOf(Enumerable.Range(0, 4_000).First(block => !sample.Blocks.Contains(block)) * PlanFigures.BlockSize));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(999)]
    [InlineData(1_024)]
    [InlineData(70_001)]
    public void APermutationHasEveryNumberOnceInAnotherOrder(int bound)
    {
        var permutation = new SeededPermutation(bound, 5);
        var numbers = Enumerable.Range(0, bound).Select(place => permutation[place]).ToArray();

        Assert.Equal(Enumerable.Range(0, bound).Select(number => (long)number), numbers.Order());
        Assert.InRange(numbers.Where((number, place) => number == place).Count(), 0, Math.Max(5, bound / 100));
    }

    [Fact]
    public void BitsAreASet()
    {
        var bits = new NumberBits(130);

        Assert.True(bits.Add(129));
        Assert.True(bits.Add(64));
        Assert.False(bits.Add(129));
        Assert.Equal([64, 129], Enumerable.Range(0, 130).Where(bits.Contains));
        Assert.Equal(2, bits.Count);
    }
}
