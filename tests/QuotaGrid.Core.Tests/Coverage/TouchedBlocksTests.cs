using System.Runtime.CompilerServices;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Tests.Coverage;

public sealed class TouchedBlocksTests
{
    private static readonly RegionKey Region = RegionKey.Parse("e164:1212");

    [Fact]
    public void TheEvidenceOfAnIdentityTakesNoMoreThan256BytesWithIt() =>
        Assert.True(Unsafe.SizeOf<TouchedBlocks>() + Unsafe.SizeOf<QuotaGrid.Core.Evidence.SweepEvidence>() <= 256, $"{Unsafe.SizeOf<TouchedBlocks>()} bytes");

    [Fact]
    public void UpToEightBlocksAreCountedExactly()
    {
        var blocks = new TouchedBlocks();
        for (var i = 0; i < 8; i++)
        {
            Add(ref blocks, 100 + i, count: 8 - i);
        }

        Assert.Equal(Enumerable.Range(0, 8).Select(i => new TouchedBlock(Region, 100 + i, 8 - i)), blocks.ToArray());
        Assert.Equal(8, blocks.Different);
        Assert.Equal("e164:1212/100", blocks.ToArray()[0].ToString());
    }

    [Fact]
    public void WhatIsOverANinthOfTheTargetsIsAlwaysThereAndNeverCountedTooHigh()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var (blocks, counts, all) = (new TouchedBlocks(), new Dictionary<int, int>(), random.Next(1, 3_000));
            for (var i = 0; i < all; i++)
            {
                var block = random.Next(3) == 0 ? random.Next(1_000) : random.Next(1, 1 + random.Next(1, 12));
                counts[block] = counts.GetValueOrDefault(block) + 1;
                Add(ref blocks, block, 1);
            }

            var seen = blocks.ToArray().ToDictionary(one => one.Block, one => one.Targets);
            Assert.All(seen, one => Assert.InRange(one.Value, 1, counts[one.Key]));
            Assert.All(counts.Where(one => one.Value * 9 > all), one => Assert.True(seen[one.Key] >= one.Value - (all / 9), $"seed {seed}"));
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(500)]
    public void HowManyBlocksThereAreIsKnownWithinATenthOrSo(int count)
    {
        var blocks = new TouchedBlocks();
        for (var i = 0; i < count; i++)
        {
            Add(ref blocks, i, 3);
        }

        Assert.InRange(blocks.Different, count * 0.85, count * 1.15);
    }

    [Fact]
    public void ARandomSweepOverTheCountryLeavesNoBlockAndTheMostBlocksThatThereAre()
    {
        var (blocks, random) = (new TouchedBlocks(), new Random(4));
        for (var i = 0; i < 20_000; i++)
        {
            blocks.Add(new TargetPlace(RegionKey.Parse($"e164:1{random.Next(200, 1000)}"), random.Next(1_000), random.Next(10_000)));
        }

        Assert.All(blocks.ToArray(), one => Assert.InRange(one.Targets, 1, 3));
        Assert.Equal(1_420, blocks.Different);
    }

    [Fact]
    public void ABlockIsCountedNoFurtherThanTheCounterGoes()
    {
        var blocks = new TouchedBlocks();
        Add(ref blocks, 7, 20_000);

        Assert.Equal([new TouchedBlock(Region, 7, 16_383)], blocks.ToArray());
    }

    [Fact]
    public void WhatIsClosedStaysUntilSomethingIsAddedAndThenBeginsAnew()
    {
        var blocks = new TouchedBlocks();
        Add(ref blocks, 7, 3);
        blocks.Close();
        Assert.Equal(3, blocks.ToArray()[0].Targets);

        Add(ref blocks, 8, 1);
        Add(ref blocks, 9, 1);
        Assert.Equal([8, 9], blocks.ToArray().Select(one => one.Block));
        Assert.Equal(2, blocks.Different);
    }

    [Fact]
    public void ItIsStoredAndRead()
    {
        var blocks = new TouchedBlocks();
        Add(ref blocks, 7, 300);
        Add(ref blocks, 8, 2);
        blocks.Close();
        var bytes = Bytes(blocks);

        // Closed; two blocks with their counts; the bitmap.
        Assert.Equal("01" + "02" + "87E04B" + "AC02" + "88E04B" + "02", Convert.ToHexString(bytes.AsSpan(0, 11)));
        Assert.Equal(11 + 32, bytes.Length);
        Assert.Equal(bytes, Bytes(TouchedBlocks.Decode(new SnapshotReader(bytes))));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<SnapshotFormatException>(() => TouchedBlocks.Decode(new SnapshotReader(bytes.AsMemory(0, length))));
        }

        // The same block twice, and none.
        bytes[7] = 0x87;
        Assert.Throws<SnapshotFormatException>(() => TouchedBlocks.Decode(new SnapshotReader(bytes)));
        bytes[4] = 0;
        Assert.Throws<SnapshotFormatException>(() => TouchedBlocks.Decode(new SnapshotReader(bytes)));
    }

    private static byte[] Bytes(in TouchedBlocks blocks)
    {
        var writer = new SnapshotWriter();
        blocks.Encode(writer);
        return writer.ToArray();
    }

    private static void Add(ref TouchedBlocks blocks, int block, int count)
    {
        for (var i = 0; i < count; i++)
        {
            blocks.Add(new TargetPlace(Region, block, i % 10_000));
        }
    }
}
