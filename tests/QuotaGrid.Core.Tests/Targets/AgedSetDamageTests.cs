using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>Bytes that nobody wrote: they are refused, or they are the one form of the set that they are read as.</summary>
public sealed class AgedSetDamageTests
{
    private const int Most = 16_384;

    private static readonly string[] Names = ["empty", "one", "ten of one age", "a hundred of many ages", "dense cells"];

    [Fact]
    public void EveryTruncationIsRefused()
    {
        foreach (var (set, bytes) in Names.Select(AgedSetGoldenTests.SetOf).Select(set => (set, set.Encode())))
        {
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.Throws<SnapshotFormatException>(() => AgedSet.Decode(bytes[..length], set.Universe, Most));
            }
        }
    }

    [Fact]
    public void EveryFlippedBitIsRefusedOrMakesAnotherSet()
    {
        var (refused, other) = (0, 0);
        foreach (var (set, bytes) in Names.Select(AgedSetGoldenTests.SetOf).Select(set => (set, set.Encode())))
        {
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                var damaged = (byte[])bytes.Clone();
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                var read = IsRefusedOrCanonical(damaged, set.Universe, Most);
                refused += read ? 0 : 1;
                other += read ? 1 : 0;
            }
        }

        Assert.Equal((2_106, 4_198), (refused, other));
    }

    [Fact]
    public void GarbageIsRefusedOrTheFormOfASet()
    {
        var random = new Random(20_261);
        var read = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = new byte[random.Next(1, 40)];
            random.NextBytes(bytes);
            var universe = random.Next(3) switch { 0 => (ulong)random.Next(1, 300), 1 => AgedSet.Cells, _ => AgedSet.Tokens };
            read += IsRefusedOrCanonical(bytes, universe, random.Next(0, 100)) ? 1 : 0;
        }

        Assert.InRange(read, 1_000, 199_000);
    }

    [Theory]
    [InlineData(10, 10, true)]
    [InlineData(10, 9, false)]
    [InlineData(1, 0, false)]
    [InlineData(0, 0, true)]
    public void MoreNumbersThanThereCanBeAreRefused(int count, int most, bool fits)
    {
        var bytes = AgedSet.Random(AgedSet.Tokens, count, 3, seed: 5).Encode();

        Assert.Equal(fits, Record.Exception(() => AgedSet.Decode(bytes, AgedSet.Tokens, most)) is not SnapshotFormatException);
    }

    [Theory]
    [InlineData("00", "1 bytes are missing at the end of a snapshot.")]
    [InlineData("0000000000000000", "A run of zero bits is longer than the 14 that are possible.")]
    [InlineData("03", "The bits that fill the last byte are not zeros.")]
    public void ARefusalSaysWhy(string hex, string message) => Assert.Equal(
        message,
        Assert.Throws<SnapshotFormatException>(() => AgedSet.Decode(Convert.FromHexString(hex), AgedSet.Tokens, Most)).Message);

    [Fact]
    public void ANumberUnderTwoAgesIsRefused()
    {
        // Numbers below 2: two of them, two ages 1 and 2, one number each. Bits: 3 in gamma, 2 in gamma, the ages' gaps 0 and 0 with 6 bits of remainder,
        // a cut at 0, then a number each, 0 as "1", 1 as "01".
        const string Head = "011" + "010" + "1000000" + "1000000" + "1";

        Assert.Equal([0U, 1U], AgedSet.Decode(Packed(Head + "1" + "01"), 2, 2).Numbers);
        Assert.Equal([2, 1], AgedSet.Decode(Packed(Head + "01" + "1"), 2, 2).Ages.Select(age => (int)age));
        Assert.Equal(
            "A number of a set has two ages.",
            Assert.Throws<SnapshotFormatException>(() => AgedSet.Decode(Packed(Head + "1" + "1"), 2, 2)).Message);
    }

    [Fact]
    public void ALargeCountTakesNoMemoryBeforeItsBytesAreThere()
    {
        // 2^30 numbers of one age, the sizes whole and the numbers missing: enough bytes to see the count, and no more.
        var bytes = Packed(new string('0', 30) + "1" + new string('0', 29) + "1" + "1" + "1" + "0000000");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<SnapshotFormatException>(() => AgedSet.Decode(bytes, AgedSet.Tokens, int.MaxValue));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    private static bool IsRefusedOrCanonical(byte[] bytes, ulong universe, int most)
    {
        var reader = new SnapshotReader(bytes);
        uint[] numbers;
        byte[] ages;
        try
        {
            (numbers, ages) = AgedSetCodec.Read(reader, universe, most);
        }
        catch (SnapshotFormatException)
        {
            return false;
        }

        var left = 0;
        while (!reader.AtEnd)
        {
            reader.Bytes(1);
            left++;
        }

        Assert.True(numbers.Length <= most && ages.Length == numbers.Length);
        Assert.Equal(numbers.Order().Distinct(), numbers);
        Assert.All(numbers, number => Assert.True(number < universe));
        Assert.DoesNotContain((byte)0, ages);
        Assert.Equal(Convert.ToHexString(bytes[..^left]), new AgedSet(universe, numbers, ages).EncodeHex());
        return true;
    }

    /// <summary>The bytes of bits that are given in the order in which they are written.</summary>
    private static byte[] Packed(string bits)
    {
        var bytes = new byte[(bits.Length + 7) / 8];
        for (var i = 0; i < bits.Length; i++)
        {
            bytes[i / 8] |= (byte)((bits[i] - '0') << (i % 8));
        }

        return bytes;
    }
}
