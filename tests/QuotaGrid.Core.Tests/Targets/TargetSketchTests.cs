using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

public sealed class TargetSketchTests
{
    // Stored cells and stored tokens refer to these for ever.
    [Theory]
    [InlineData(0xFFFF_FFFFU, 0, 1023)]
    [InlineData(0x8000_0000U, 0, 0)]
    [InlineData(0x7FFF_F805U, 1, 5)]
    [InlineData(0x2000_0400U, 2, 0)]
    [InlineData(0x0004_0000U, 13, 0)]
    [InlineData(0x0003_FFFFU, 14, 1023)]
    [InlineData(0x0000_0001U, 14, 1)]
    public void ATokenHasItsCellForEver(uint token, int level, int register)
    {
        var sketch = new TargetSketch();
        Assert.Equal(0, sketch.Put(token, 7));

        Assert.Equal((level * 1024) + register, sketch.Cells.IndexOfAnyExcept((byte)0));
        Assert.Equal(7, sketch.Cells[(level * 1024) + register]);
        Assert.Equal(7, sketch.AgeAt(TargetSketch.CellOf(new Fingerprint(((ulong)token << 32) | 99).Token)));
    }

    [Fact]
    public void NoCellIsAsYoungAsNoAgeCanBe()
    {
        var sketch = new TargetSketch();
        sketch.Put(0x8000_0000U, byte.MaxValue);
        var counted = new int[TargetSketch.Levels];
        sketch.CountSetCells(byte.MaxValue, counted);
        Assert.Equal(1, counted[0]);

        Array.Fill(counted, 9);
        sketch.CountSetCells(byte.MaxValue + 1, counted);
        Assert.All(counted, count => Assert.Equal(0, count));
    }

    [Fact]
    public void EveryCellIsTheLatestTimeOfItsTargets()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var random = new Random(seed);
            var (sketch, oracle) = (new TargetSketch(), new SketchOracle());
            for (var step = 0; step < 100; step++)
            {
                Act(random, ref sketch, oracle);
                Assert.Equal(oracle.Cells(), sketch.Cells.ToArray());
                AssertCounts(sketch, oracle, random.Next(1, 258));
            }
        }
    }

    [Fact]
    public void PuttingSaysWhatTheCellHeldAndNeverGoesBack()
    {
        var sketch = new TargetSketch();

        Assert.Equal(0, sketch.Put(new Fingerprint(0xABCD_EF01_0000_0000), 20));
        Assert.Equal(20, sketch.Put(new Fingerprint(0xABCD_EF01_0000_0000), 10));
        Assert.Equal(20, sketch.Put(new Fingerprint(0xABCD_EF01_0000_0000), 255));
        Assert.Equal(255, sketch.AgeAt(TargetSketch.CellOf(0xABCD_EF01)));
        Assert.Equal(0, sketch.AgeAt(TargetSketch.CellOf(0xABCD_EF02)));
    }

    [Fact]
    public void AMergeIsTheUnionAndItsOrderAndRepetitionDoNotMatter()
    {
        var random = new Random(17);
        for (var round = 0; round < 50; round++)
        {
            var (a, b, c) = (Some(random, 3_000), Some(random, 200), Some(random, 40_000));
            var all = new TargetSketch();
            foreach (var (token, age) in a.Concat(b).Concat(c))
            {
                all.Put(token, age);
            }

            var left = Merged(Merged(Of(a), Of(b)), Of(c));
            var right = Merged(Of(a), Merged(Of(c), Of(b)));
            Assert.Equal(all.Cells.ToArray(), left.Cells.ToArray());
            Assert.Equal(all.Cells.ToArray(), right.Cells.ToArray());
            Assert.Equal(all.Cells.ToArray(), Merged(left, Merged(right, Of(b))).Cells.ToArray());
        }
    }

    [Fact]
    public void ACopyOfTheCellsIsItsOwnSketch()
    {
        var sketch = Of(Some(new Random(19), 5_000));
        var copy = new TargetSketch(sketch.Cells);
        Assert.Equal(sketch.Cells.ToArray(), copy.Cells.ToArray());

        Assert.True(copy.Mapped(OlderBy(255)).IsEmpty);
        copy.MergeFrom(sketch, OlderBy(0));
        copy = copy.Mapped(OlderBy(255));
        Assert.Equal(-1, copy.Cells.IndexOfAnyExcept((byte)0));
        Assert.NotEqual(0, sketch.CountSince(1));
        Assert.Throws<ArgumentException>(() => new TargetSketch(new byte[15_359]));
    }

    [Fact]
    public void ItNeedsLessThan16KilobytesAltogether()
    {
        var sketches = new TargetSketch[100];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < sketches.Length; i++)
        {
            sketches[i] = new TargetSketch();
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / sketches.Length, 15_360, 16_383);
        Assert.Equal(0, sketches[^1].CountSince(1));
    }

    [Fact]
    public void AnAgeThatCannotBeIsAProgrammingError()
    {
        var sketch = new TargetSketch();
        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.CountSince(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.NovelWeight(0));
    }

    private static void Act(Random random, ref TargetSketch sketch, SketchOracle oracle)
    {
        switch (random.Next(10))
        {
            case 0:
                var buckets = random.Next(random.Next(4) == 0 ? 300 : 20);
                sketch = sketch.Mapped(OlderBy(buckets));
                oracle.Age(buckets);
                break;
            case 1:
                var (olderBy, others) = (random.Next(20), Some(random, 500));
                sketch.MergeFrom(Of(others), OlderBy(olderBy));
                foreach (var (token, age) in others)
                {
                    oracle.Put(token, age - olderBy);
                }

                break;
            default:
                foreach (var (token, age) in Some(random, random.Next(200)))
                {
                    Assert.Equal(oracle.SeenAt(token), sketch.AgeAt(TargetSketch.CellOf(token)));
                    Assert.Equal(oracle.SeenAt(token), sketch.Put(token, age));
                    oracle.Put(token, age);
                }

                break;
        }
    }

    private static void AssertCounts(TargetSketch sketch, SketchOracle oracle, int oldest)
    {
        var counted = new int[TargetSketch.Levels];
        sketch.CountSetCells(oldest, counted);
        Assert.Equal(oracle.SetCells(oldest), counted);
    }

    // Tokens of few bits and tokens of all bits, so that cells are shared and the last levels are met.
    private static (uint Token, byte Age)[] Some(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => ((uint)random.NextInt64(1, 1L << 32) >> random.Next(0, 20) | 1, (byte)random.Next(1, 256)))];

    private static TargetSketch Of((uint Token, byte Age)[] targets)
    {
        var sketch = new TargetSketch();
        foreach (var (token, age) in targets)
        {
            sketch.Put(token, age);
        }

        return sketch;
    }

    private static byte[] OlderBy(int buckets)
    {
        var map = new byte[AgeMap.Count];
        AgeMap.Rebase(map, buckets);
        return map;
    }

    private static TargetSketch Merged(TargetSketch into, TargetSketch from)
    {
        into.MergeFrom(from, OlderBy(0));
        return into;
    }
}
