using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Coverage;

public sealed class RegionCoveragePropertyTests
{
    private static readonly CoverageWindow Window = new(TimeSpan.FromMinutes(1));
    private static readonly int[] Blocks = [0, 31, 32, 999];

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public void ItKnowsWhatSetsKnow(int seed)
    {
        var (coverage, oracle, random) = (new RegionCoverage(Window), new MarkedPlaces(), new Random(seed));
        var window = 100L;
        for (var round = 0; round < 12; round++)
        {
            window += random.Next(3);
            for (var i = random.Next(1_500); i >= 0; i--)
            {
                var (block, offset) = (Blocks[random.Next(4)], random.Next(10_000));
                Assert.Equal(oracle.Mark(window, block, offset), coverage.Mark(block, offset, At(window)));
            }

            oracle.AssertSame(coverage.Look, Blocks);
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(34)]
    public void MergingIsIdempotentCommutativeAndAssociative(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 8; round++)
        {
            var (a, b, c) = (Some(random), Some(random), Some(random));
            var oracle = new MarkedPlaces();
            Array.ForEach([a.Oracle, b.Oracle, c.Oracle], oracle.MergeFrom);

            var merged = Merged(a.Bytes, b.Bytes, c.Bytes);

            Assert.Equal(merged, Merged(c.Bytes, b.Bytes, a.Bytes));
            Assert.Equal(merged, Merged(a.Bytes, Merged(b.Bytes, c.Bytes)));
            Assert.Equal(merged, Merged(merged, b.Bytes, merged));
            oracle.AssertSame(RegionCoverage.Decode(merged, Window).Look, Blocks);
        }
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    public void AStoredFormIsReadAsItWasWritten(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 15; round++)
        {
            var (bytes, oracle) = Some(random);
            var read = RegionCoverage.Decode(bytes, Window);

            oracle.AssertSame(read.Look, Blocks);
            Assert.Equal(bytes, read.Encode());
            Assert.Equal(oracle.Newest, read.NewestWindow);
        }
    }

    private static (byte[] Bytes, MarkedPlaces Oracle) Some(Random random)
    {
        var (coverage, oracle) = (new RegionCoverage(Window), new MarkedPlaces());
        var window = random.Next(100, 103);
        for (var age = 1; age >= 0; age--)
        {
            foreach (var block in Blocks)
            {
                // From empty by list and bitmap to full, where what is missing is stored.
                var (share, most) = (random.NextDouble(), random.Next(5) == 0 ? 10_000 : random.Next(400));
                for (var i = 0; i < most; i++)
                {
                    var offset = most == 10_000 ? i : random.Next(10_000);
                    if (random.NextDouble() <= share * 1.3)
                    {
                        coverage.Mark(block, offset, At(window - age));
                        oracle.Mark(window - age, block, offset);
                    }
                }
            }
        }

        return (coverage.Encode(), oracle);
    }

    private static byte[] Merged(params byte[][] all)
    {
        var coverage = new RegionCoverage(Window);
        Array.ForEach(all, bytes => coverage.MergeFrom(RegionCoverage.Decode(bytes, Window)));
        return coverage.Encode();
    }

    private static Instant At(long window) => new(((window * 60) + 7) * Instant.NanosPerSecond);
}
