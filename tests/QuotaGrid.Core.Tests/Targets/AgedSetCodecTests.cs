using CsCheck;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

public sealed class AgedSetCodecTests
{
    [Fact]
    public void EverySetComesBackInAscendingOrder() => Gen.Select(AnySet(), Gen.Int[0, 3]).Sample((set, spare) =>
    {
        var decoded = AgedSet.Decode(set.Encode(), set.Universe, set.Numbers.Length + spare);
        var sorted = set.Sorted();
        Assert.Equal(sorted.Numbers, decoded.Numbers);
        Assert.Equal(sorted.Ages, decoded.Ages);
    });

    [Fact]
    public void TheFormIsAsDescribed() => AnySet().Sample(set => Assert.Equal(ObviousAgedSetForm.Hex(set), set.EncodeHex()));

    [Fact]
    public void TheOrderInWhichASetWasBuiltDoesNotShow() =>
        AnySet().Sample(set => Assert.Equal(set.EncodeHex(), set.Shuffled(seed: 7).EncodeHex()));

    [Theory]
    [InlineData(AgedSet.Tokens, 16_384, 1)]
    [InlineData(AgedSet.Tokens, 16_384, 240)]
    [InlineData(AgedSet.Cells, 15_360, 1)]
    [InlineData(AgedSet.Cells, 15_360, 255)]
    [InlineData(AgedSet.Cells, 7_000, 40)]
    [InlineData(1UL, 1, 255)]
    [InlineData(2UL, 1, 1)]
    public void LargeAndDenseAndTinySetsComeBack(ulong universe, int count, int ages)
    {
        var set = AgedSet.Random(universe, count, ages, seed: 3);
        var bytes = set.Encode();
        var decoded = AgedSet.Decode(bytes, universe, count);

        Assert.Equal(set.Sorted().Numbers, decoded.Numbers);
        Assert.Equal(set.Sorted().Ages, decoded.Ages);
        Assert.Equal(ObviousAgedSetForm.Hex(set), Convert.ToHexString(bytes));
    }

    [Fact]
    public void TheLeastAndTheLargestNumberAndAgeComeBack()
    {
        var set = new AgedSet(AgedSet.Tokens, [0, uint.MaxValue, 1, uint.MaxValue - 1], [255, 255, 1, 1]);
        var decoded = AgedSet.Decode(set.Encode(), AgedSet.Tokens, 4);

        Assert.Equal([0, 1, uint.MaxValue - 1, uint.MaxValue], decoded.Numbers);
        Assert.Equal([255, 1, 1, 255], decoded.Ages);
    }

    [Fact]
    public void WhatFollowsASetIsNotTouched()
    {
        foreach (var count in (int[])[0, 1, 2, 3, 10, 100, 1_000])
        {
            var writer = new SnapshotWriter();
            var set = AgedSet.Random(AgedSet.Tokens, count, 9, seed: 4);
            AgedSetCodec.Write(writer, AgedSet.Tokens, set.Numbers, set.Ages);
            writer.Bytes([0xAB, 0xCD]);
            var reader = new SnapshotReader(writer.ToArray());
            AgedSetCodec.Read(reader, AgedSet.Tokens, count);

            Assert.Equal([0xAB, 0xCD], reader.Bytes(2).ToArray());
            Assert.True(reader.AtEnd);
        }
    }

    [Theory]
    [InlineData(10UL, new uint[] { 4, 4 }, new byte[] { 1, 1 })]
    [InlineData(10UL, new uint[] { 4, 4 }, new byte[] { 1, 2 })]
    [InlineData(10UL, new uint[] { 10 }, new byte[] { 1 })]
    [InlineData(10UL, new uint[] { 4 }, new byte[] { 0 })]
    [InlineData(10UL, new uint[] { 4, 5 }, new byte[] { 1 })]
    [InlineData((1UL << 32) + 1, new uint[] { 4 }, new byte[] { 1 })]
    public void WhatIsNoSetOfAgedNumbersIsNotWritten(ulong universe, uint[] numbers, byte[] ages)
    {
        var writer = new SnapshotWriter();

        Assert.ThrowsAny<ArgumentException>(() => AgedSetCodec.Write(writer, universe, numbers, ages));
        Assert.Empty(writer.ToArray());
    }

    [Theory]
    [InlineData((1UL << 32) + 1, 1)]
    [InlineData(10UL, -1)]
    public void WhatNoSetCanHaveIsNotRead(ulong universe, int most)
    {
        var reader = new SnapshotReader(new byte[8]);

        Assert.Throws<ArgumentOutOfRangeException>(() => AgedSetCodec.Read(reader, universe, most));
        Assert.Equal(8, reader.Bytes(8).Length);
    }

    /// <summary>Small universes too, and ages from a few or from all, so that every field takes its extremes.</summary>
    private static Gen<AgedSet> AnySet() =>
        from universe in Gen.OneOf(Gen.ULong[1, 40], Gen.Const(AgedSet.Cells), Gen.Const(AgedSet.Tokens))
        from count in Gen.Int[0, (int)Math.Min(universe, 400)]
        from ages in Gen.OneOf(Gen.Const(1), Gen.Int[1, 255])
        from seed in Gen.Int
        select AgedSet.Random(universe, count, ages, seed);
}
