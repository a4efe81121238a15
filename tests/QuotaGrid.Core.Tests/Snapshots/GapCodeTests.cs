using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Tests.Snapshots;

public sealed class GapCodeTests
{
    [Theory]
    [InlineData(1UL << 32, 1, 31)]
    [InlineData(1UL << 32, 16_384, 17)]
    [InlineData(15_360UL, 15_360, 0)]
    [InlineData(15_360UL, 300, 5)]
    [InlineData(255UL, 1, 7)]
    [InlineData(1UL, 1, 0)]
    public void TheRemainderHasThisManyBits(ulong universe, int count, int bits) => Assert.Equal(bits, GapCode.RemainderBits(universe, count));

    [Fact]
    public void NoOtherRemainderIsNoticeablyShorterInTheMeanAndTheMeanIsNearTheEntropy()
    {
        foreach (var universe in (ulong[])[255, 15_360, 1UL << 32])
        {
            for (var count = 1; (ulong)count <= Math.Min(universe, 16_384); count++)
            {
                var chance = (double)count / universe;
                var taken = MeanBits(chance, GapCode.RemainderBits(universe, count));
                var best = Enumerable.Range(0, 33).Min(bits => MeanBits(chance, bits));
                Assert.InRange(taken, best, best + (chance < 0.01 ? 0.001 : 0.022));
                if (chance < 0.01)
                {
                    Assert.InRange(taken - Math.Log2(1 / chance), 1.46, 1.58);
                }
            }
        }
    }

    [Fact]
    public void AFieldMayBeginAtAnyBit()
    {
        var writer = new SnapshotWriter();
        var bits = new BitWriter(writer);
        for (var width = 0; width <= BitWriter.MaxFieldBits; width++)
        {
            bits.Bits((1UL << width) - 1, width);
            bits.Unary((ulong)width * 3);
            bits.Gamma(1UL << width);
        }

        bits.Finish();
        var source = new SnapshotReader(writer.ToArray());
        var reader = new BitReader(source);
        for (var width = 0; width <= BitWriter.MaxFieldBits; width++)
        {
            Assert.Equal((1UL << width) - 1, reader.Bits(width));
            Assert.Equal((ulong)width * 3, reader.Unary((ulong)width * 3));
            Assert.Equal(1UL << width, reader.Gamma(1UL << width));
        }

        reader.Finish();
        Assert.True(source.AtEnd);
    }

    [Fact]
    public void ANumberInGammaCodeThatIsTooLargeIsRefused()
    {
        var writer = new SnapshotWriter();
        var bits = new BitWriter(writer);
        bits.Gamma(7);
        bits.Finish();

        Assert.Equal(
            "A number is 7; 1 to 6 is possible.",
            Assert.Throws<SnapshotFormatException>(() => new BitReader(new SnapshotReader(writer.ToArray())).Gamma(6)).Message);
    }

    /// <summary>The mean of a remainder's bits, the quotient's zeros and its one, for a geometric gap, summed term by term and not by the closed form.</summary>
    private static double MeanBits(double chance, int remainderBits)
    {
        var stay = Math.Pow(1 - chance, Math.Pow(2, remainderBits));
        var (mean, left) = (remainderBits + 1d, stay);
        for (var term = 0; term < 400 && left > 1e-9; term++)
        {
            mean += left;
            left *= stay;
        }

        return mean;
    }
}
