using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>The dense table step by step, where its property test takes millions of steps: bins that are full, the first and the last bin, blocks that grow or do not.</summary>
public sealed class ExactTargetsTests
{
    [Theory]
    [InlineData("uniform", 1, 600)]
    [InlineData("uniform", 2, 600)]
    [InlineData("uniform", 90, 1_300)]
    [InlineData("first bin", 1, 100)]
    [InlineData("first bin", 40, 400)]
    [InlineData("last bin", 1, 100)]
    [InlineData("last bin", 40, 400)]
    public void EveryTargetIsFoundWithItsAgeAfterEveryAdditionAndNoOtherIs(string kind, int batch, int most)
    {
        var (targets, ages) = (default(ExactTargets), new Dictionary<uint, byte>());
        while (ages.Count + batch <= most)
        {
            var tokens = Enumerable.Range(ages.Count, batch).Select(number => TokenOf(kind, number)).ToArray();
            var age = (byte)(1 + (ages.Count % 255));
            targets.Add(tokens, age);
            Array.ForEach(tokens, token => ages.Add(token, age));

            AssertHolds(ages, targets);
            Assert.Equal(-1, targets.Find(TokenOf(kind, ages.Count)));
            Assert.Equal(-1, targets.Find(2));
        }
    }

    // One more than fit, so that one addition is in the block's last place and the next in a new block, at its beginning, within and at its end.
    [Theory]
    [InlineData(new uint[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(new uint[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(new uint[] { 1, 0x8000_0000, uint.MaxValue, 7, 0x7FFF_FFFF, 0xFFFF_0000 })]
    public void ABlockIsReplacedWhenItIsFullAndNotBefore(uint[] tokens)
    {
        var targets = default(ExactTargets);
        for (var i = 0; i < tokens.Length; i++)
        {
            targets.Add(tokens.AsSpan(i, 1), (byte)(i + 1));
            Assert.Equal(i < 5 ? 108 : 128, targets.Bytes);
        }

        AssertHolds(tokens.Select((token, i) => (token, i)).ToDictionary(pair => pair.token, pair => (byte)(pair.i + 1)), targets);
    }

    // The starts of the bins, four bytes a place, one byte a place but at least what a comparison reads, and the header of the array.
    [Theory]
    [InlineData(1, 4 + 20 + 60 + 24, 4 + 4 + 60 + 24)]
    [InlineData(16, 4 + 80 + 60 + 24, 4 + 64 + 60 + 24)]
    [InlineData(17, 8 + 84 + 60 + 24, 8 + 68 + 60 + 24)]
    [InlineData(32, 8 + 144 + 60 + 24, 8 + 128 + 60 + 24)]
    [InlineData(33, 12 + 148 + 60 + 24, 12 + 132 + 60 + 24)]
    [InlineData(100, 20 + 416 + 104 + 24, 20 + 400 + 100 + 24)]
    [InlineData(150, 36 + 624 + 156 + 24, 36 + 600 + 150 + 24)]
    [InlineData(16_384, 2_052 + 68_156 + 17_039 + 24, 2_052 + 65_536 + 16_384 + 24)]
    public void ABlockHasRoomForATwentyFifthMoreOrJustForWhatItIsFilledWith(int count, int added, int filled)
    {
        var tokens = Enumerable.Range(0, count).Select(number => TokenOf("uniform", number)).ToArray();
        var (one, other) = (default(ExactTargets), default(ExactTargets));
        Assert.Equal(0, one.Bytes);
        one.Add(tokens, 3);
        other.Fill(tokens, Enumerable.Repeat((byte)3, count).ToArray());

        Assert.Equal((added, filled), (one.Bytes, other.Bytes));
        other.Fill([], []);
        Assert.Equal((0, 0, 0), (other.Bytes, other.Count, other.Tokens.Length));
        one.Add([], 4);
        Assert.Equal((added, count), (one.Bytes, one.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(100)]
    public void WhatIsNotUnderAnAgeIsCountedThirtyTwoAtATimeAndOneByOne(int count)
    {
        var targets = default(ExactTargets);
        Assert.Equal(0, targets.CountSince(1));
        targets.Fill([.. Enumerable.Range(1, count).Select(number => (uint)number)], [.. Enumerable.Range(1, count).Select(number => (byte)(255 - count + number))]);

        Assert.Equal((count, count), (targets.CountSince(1), targets.CountSince(256 - count)));
        Assert.Equal((count - 1, 1), (targets.CountSince(257 - count), targets.CountSince(255)));
        Assert.Equal((0, 0), (targets.CountSince(256), targets.CountSince(300)));
    }

    [Fact]
    public void AMapChangesAgesInTheirPlacesAndForgetsWhatBecomesZero()
    {
        var targets = default(ExactTargets);
        targets.Fill([10, 20, 30, 40], [1, 2, 3, 2]);
        var map = new byte[256];
        (map[1], map[2], map[3]) = (9, 8, 7);
        var bytes = targets.Bytes;

        targets.Map(map);
        AssertHolds(new() { [10] = 9, [20] = 8, [30] = 7, [40] = 8 }, targets);
        Assert.Equal(bytes, targets.Bytes);

        (map[9], map[7]) = (6, 5);
        var mapped = targets.Mapped(map);
        AssertHolds(new() { [10] = 9, [20] = 8, [30] = 7, [40] = 8 }, targets);
        targets.Map(map);
        AssertHolds(new() { [10] = 6, [30] = 5 }, targets);
        AssertHolds(new() { [10] = 6, [30] = 5 }, mapped);
        Assert.Equal(bytes - 8, targets.Bytes);
    }

    private static void AssertHolds(Dictionary<uint, byte> ages, in ExactTargets targets)
    {
        Assert.Equal((ages.Count, ages.Count, ages.Count), (targets.Count, targets.Tokens.Length, targets.Ages.Length));
        foreach (var (token, age) in ages)
        {
            var place = targets.Find(token);
            Assert.InRange(place, 0, targets.Count - 1);
            Assert.Equal((token, age, age), (targets.Tokens[place], targets.Ages[place], targets.AgeAt(place)));
        }
    }

    private static uint TokenOf(string kind, int number) => kind switch
    {
        "first bin" => 3 + (uint)number,
        "last bin" => uint.MaxValue - (uint)number,
        _ => UniformTargets.Of((uint)number + 1).Token,
    };
}
