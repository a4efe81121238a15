using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Targets;

public sealed class TargetMemoryTests
{
    // A horizon of 240 seconds has buckets of one second; the start is at the beginning of a bucket.
    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(240);
    private static readonly Instant Start = new(1_790_000_000_000_000_000);

    [Fact]
    public void ATargetIsKnownForTheHorizonAndTheRestOfItsBucket()
    {
        var memory = new TargetMemory(Horizon);
        var (asked, target) = (Start + TimeSpan.FromMilliseconds(300), EventList.TargetOf(1));

        Assert.False(memory.IsKnown(target, Horizon, asked));
        Assert.True(memory.Learn(target, asked));
        Assert.False(memory.Learn(target, asked));

        Assert.Equal(TimeSpan.FromSeconds(1), memory.Bucket);
        Assert.True(memory.IsKnown(target, Horizon, asked + Horizon));
        Assert.True(memory.IsKnown(target, Horizon, new Instant(Start.UnixNanos + 240_999_999_999)));
        Assert.False(memory.IsKnown(target, Horizon, new Instant(Start.UnixNanos + 241_000_000_000)));
        Assert.False(memory.IsKnown(EventList.TargetOf(2), Horizon, asked));
    }

    [Fact]
    public void TheTokensZeroAndOneAreOneTargetAndEveryOtherIsItsOwn()
    {
        var memory = new TargetMemory(Horizon);
        memory.Learn(new Fingerprint(0x0000_0000_FFFF_FFFF), Start);

        Assert.True(memory.IsKnown(new Fingerprint(0x0000_0001_0000_0000), Horizon, Start));
        Assert.False(memory.IsKnown(new Fingerprint(0x0000_0002_0000_0000), Horizon, Start));
    }

    [Fact]
    public void AJumpOfACenturyForgetsEverything()
    {
        var memory = new TargetMemory(Horizon);
        memory.Learn(EventList.TargetOf(1), Start);
        var later = Start + TimeSpan.FromDays(36_500);

        Assert.Equal(0, memory.CountWithin(Horizon, later));
        Assert.Equal(later, memory.WhenCountFallsTo(0, Horizon, later));
        Assert.True(memory.Learn(EventList.TargetOf(2), later));
        Assert.Equal(1, memory.CountWithin(Horizon, later));
    }

    [Theory]
    [InlineData(239)]
    [InlineData((366L * 864_000_000_000) + 1)]
    public void AHorizonOutsideItsBoundsIsRefused(long ticks) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetMemory(new TimeSpan(ticks)));

    // Format 2: version, horizon in ticks, bucket of the oldest target, tier, set with ages.
    [Fact]
    public void AMemoryIsStoredAsItAlwaysWas()
    {
        var memory = new TargetMemory(Horizon);
        memory.Learn(new Fingerprint(0x0000_0300_0000_0000), Start);
        memory.Learn(new Fingerprint(0xFFFF_FFFF_0000_0000), Start + TimeSpan.FromSeconds(5));
        memory.Learn(new Fingerprint(0x0000_0000_0000_0001), Start + TimeSpan.FromSeconds(9));

        Assert.Equal("0280B0B4F80880F7C4D50600C481C4E100030000FFFFFFFF03000000", Hex(memory));
    }

    // Format 1: version, horizon in ticks, base bucket, number of targets, differences of the tokens, ages.
    [Theory]
    [InlineData("0180B0B4F80880F7C4D5060301FF05FFF9FFFF0F0A0106")]
    [InlineData("0280B0B4F80880F7C4D50600C481C4E100030000FFFFFFFF03000000")]
    public void WhatEveryFormatStoredIsRead(string stored)
    {
        var memory = Decode(stored);

        Assert.Equal((Horizon, 3), (memory.Horizon, memory.CountWithin(Horizon, Start + TimeSpan.FromSeconds(9))));
        Assert.Equal(1, memory.CountWithin(TimeSpan.FromSeconds(3), Start + TimeSpan.FromSeconds(9)));
        Assert.True(memory.IsKnown(new Fingerprint(0x0000_0300_0000_0000), TimeSpan.FromSeconds(9), Start + TimeSpan.FromSeconds(9)));
        Assert.False(memory.IsKnown(new Fingerprint(0x0000_0300_0000_0000), TimeSpan.FromSeconds(9), Start + TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("00", "TargetMemory is stored in version 0; this program reads versions 1 to 2.")]
    [InlineData("03", "TargetMemory is stored in version 3; this program reads versions 1 to 2.")]
    [InlineData("01EF01", "A number is 239; 240 to 316224000000000 is possible.")]
    [InlineData("01F0010081800100", "A number is 16385; 0 to 16384 is possible.")]
    [InlineData("01F001000100", "A number is 0; 1 to 4294967295 is possible.")]
    [InlineData("01F00100020101" + "0100", "A remembered target has no time.")]
    [InlineData("01F0010001", "1 bytes are missing at the end of a snapshot.")]
    [InlineData("01F001FFFFFFFFFFFFFFFF7F00", "A number is 9223372036854775807; 0 to 92233720368547262 is possible.")]
    public void DamagedBytesAreRefusedWithTheReason(string hex, string reason) =>
        Assert.Equal(reason, Assert.Throws<SnapshotFormatException>(() => Decode(hex)).Message);

    [Fact]
    public void AStoredTargetWithATokenThatNoneHasIsRefused()
    {
        var writer = new SnapshotWriter();
        writer.Byte(2);
        writer.Varint((ulong)Horizon.Ticks);
        writer.Varint(0);
        writer.Byte(0);
        AgedSetCodec.Write(writer, AgedSetCodec.MaxUniverse, [0, 7], [1, 1]);

        var refusal = Assert.Throws<SnapshotFormatException>(() => TargetMemory.Decode(new SnapshotReader(writer.ToArray())));
        Assert.Equal("A remembered target has the token 0.", refusal.Message);
    }

    [Fact]
    public void RandomAndMutatedBytesAreReadOrRefusedAndNeverAnythingElse()
    {
        var random = new Random(20_260_101);
        var memory = new TargetMemory(Horizon);
        for (uint i = 1; i <= 40; i++)
        {
            memory.Learn(EventList.TargetOf(i), Start + TimeSpan.FromSeconds(i));
        }

        var stored = Convert.FromHexString(Hex(memory));
        for (var i = 0; i < 30_000; i++)
        {
            var bytes = i % 3 == 0 ? new byte[random.Next(64)] : stored.ToArray();
            if (i % 3 == 0)
            {
                random.NextBytes(bytes);
                bytes.AsSpan(0, Math.Min(1, bytes.Length)).Fill((byte)(1 + (i % 2)));
            }

            for (var flips = i % 3 == 0 ? 0 : random.Next(1, 4); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            TryUse(i % 3 == 2 ? bytes[..random.Next(bytes.Length)] : bytes);
        }
    }

    private static void TryUse(byte[] bytes)
    {
        try
        {
            var memory = TargetMemory.Decode(new SnapshotReader(bytes));
            memory.Learn(EventList.TargetOf(7), Start);
            Assert.True(memory.WhenCountFallsTo(0, memory.Horizon, Start) > Start);
            Assert.True(memory.WithHorizon(Horizon, Start).IsKnown(EventList.TargetOf(7), Horizon, Start));
        }
        catch (SnapshotFormatException)
        {
            // What was promised.
        }
    }

    private static string Hex(TargetMemory memory)
    {
        var writer = new SnapshotWriter();
        memory.Encode(writer);
        return Convert.ToHexString(writer.ToArray());
    }

    private static TargetMemory Decode(string hex) => TargetMemory.Decode(new SnapshotReader(Convert.FromHexString(hex)));
}
