namespace QuotaGrid.Core.Tests.Targets;

public sealed class AgedSetSizeTests
{
    [Theory]
    [InlineData(10, 1, 40)]
    [InlineData(100, 1, 338)]
    [InlineData(300, 1, 952)]
    [InlineData(1_000, 1, 2_952)]
    [InlineData(10_000, 1, 25_239)]
    [InlineData(16_384, 1, 40_035)]
    [InlineData(10, 240, 51)]
    [InlineData(100, 240, 447)]
    [InlineData(300, 240, 1_262)]
    [InlineData(1_000, 240, 3_998)]
    [InlineData(10_000, 240, 35_301)]
    [InlineData(16_384, 240, 56_343)]
    public void TokensTakeThisManyBytes(int count, int ages, int bytes)
    {
        var set = AgedSet.Random(AgedSet.Tokens, count, ages, seed: 2_025);
        var size = set.Encode().Length;

        Assert.Equal(bytes, size);
        if (count >= 1_000)
        {
            Assert.InRange(size / LeastBytes(set), 1, 1.05);
        }
    }

    [Theory]
    [InlineData(500, 240, 941)]
    [InlineData(4_000, 240, 5_813)]
    [InlineData(8_000, 240, 10_507)]
    [InlineData(15_360, 240, 18_264)]
    [InlineData(15_360, 1, 1_925)]
    public void CellsTakeThisManyBytes(int count, int ages, int bytes)
    {
        var set = AgedSet.Random(AgedSet.Cells, count, ages, seed: 2_025);

        Assert.Equal(bytes, set.Encode().Length);
    }

    /// <summary>log2 C(U, n) + log2(n! / (n1! n2! ...)) bits: what tells one such set from all others, once it is known how many numbers have each age.</summary>
    private static double LeastBytes(AgedSet set)
    {
        var bits = 0d;
        for (var i = 0; i < set.Numbers.Length; i++)
        {
            bits += Math.Log2((set.Universe - (ulong)i) / (i + 1d));
        }

        bits += LogFactorial(set.Numbers.Length) - set.Ages.GroupBy(age => age).Sum(group => LogFactorial(group.Count()));
        return bits / 8;
    }

    private static double LogFactorial(int number) => Enumerable.Range(1, number).Sum(factor => Math.Log2(factor));
}
