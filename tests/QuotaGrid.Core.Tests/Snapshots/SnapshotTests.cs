using CsCheck;
using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Tests.Snapshots;

public sealed class SnapshotTests
{
    [Theory]
    [InlineData(0UL, "00")]
    [InlineData(127UL, "7F")]
    [InlineData(128UL, "8001")]
    [InlineData(300UL, "AC02")]
    [InlineData(ulong.MaxValue, "FFFFFFFFFFFFFFFFFF01")]
    public void ANumberTakesSevenBitsOfEachByte(ulong number, string hex)
    {
        var writer = new SnapshotWriter();
        writer.Varint(number);

        Assert.Equal(hex, Convert.ToHexString(writer.ToArray()));
        Assert.Equal(number, Reader(hex).Varint(0, ulong.MaxValue));
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFF02")]
    [InlineData("FFFFFFFFFFFFFFFFFF7F")]
    [InlineData("80808080808080808002")]
    [InlineData("8080808080808080808000")]
    public void ANumberOfMoreThan64BitsIsRefused(string hex) => Assert.Equal(
        "A number has more than 64 bits.",
        Assert.Throws<SnapshotFormatException>(() => Reader(hex).Varint(0, ulong.MaxValue)).Message);

    [Fact]
    public void EveryNumberGoesInAndOut() => Gen.Select(Gen.ULong, Gen.Long, Gen.Byte).Sample((varint, number, one) =>
    {
        var writer = new SnapshotWriter();
        writer.Varint(varint);
        writer.Int64(number);
        writer.Bytes([one, 2]);
        var reader = new SnapshotReader(writer.ToArray());

        Assert.Equal(varint, reader.Varint(varint, varint));
        Assert.Equal(number, reader.Int64());
        Assert.Equal([one, 2], reader.Bytes(2).ToArray());
        Assert.True(reader.AtEnd);
    });

    [Fact]
    public void ANumberOutsideItsRangeIsRefused()
    {
        Assert.Equal(
            "A number is 5; 6 to 9 is possible.", Assert.Throws<SnapshotFormatException>(() => Reader("05").Varint(6, 9)).Message);
        Assert.Throws<SnapshotFormatException>(() => Reader("0A").Varint(6, 9));
    }

    [Fact]
    public void BytesThatEndTooEarlyAreRefused()
    {
        Assert.Throws<SnapshotFormatException>(() => Reader("").Varint(0, 1));
        Assert.Throws<SnapshotFormatException>(() => Reader("80").Varint(0, 1));
        Assert.Throws<SnapshotFormatException>(() => Reader("00112233445566").Int64());
        Assert.Throws<SnapshotFormatException>(() => Reader("036162").Text(10));
        Assert.Throws<SnapshotFormatException>(() => Reader("").Version("It", 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("contacts")]
    [InlineData("\u00e9\u20ac\U0001f600")]
    public void ATextGoesInAndOut(string text)
    {
        var writer = new SnapshotWriter();
        writer.Text(text);

        Assert.Equal(text, new SnapshotReader(writer.ToArray()).Text(64));
    }

    [Fact]
    public void ATextThatIsTooLongIsRefused() => Assert.Throws<SnapshotFormatException>(() => Reader("03616263").Text(2));

    [Theory]
    [InlineData("01FF")]
    [InlineData("02C3C3")]
    [InlineData("03EDA080")]
    public void ATextThatIsNotUtf8IsRefused(string hex) => Assert.Equal(
        "A text is not valid UTF-8.", Assert.Throws<SnapshotFormatException>(() => Reader(hex).Text(64)).Message);

    [Theory]
    [InlineData("00", 0)]
    [InlineData("04", 4)]
    public void AVersionThatIsNotKnownIsRefused(string hex, int version) => Assert.Equal(
        $"It is stored in version {version}; this program reads versions 1 to 3.",
        Assert.Throws<SnapshotFormatException>(() => Reader(hex).Version("It", 3)).Message);

    private static SnapshotReader Reader(string hex) => new(Convert.FromHexString(hex));
}
