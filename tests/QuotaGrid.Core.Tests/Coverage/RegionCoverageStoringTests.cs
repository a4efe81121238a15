using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Coverage;

public sealed class RegionCoverageStoringTests
{
    private static readonly CoverageWindow Window = CoverageWindow.Default;
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    private const string GoldenEmpty = "01808d4f0003";
    private const string GoldenMarked = "01808d4fd70afe81c70060c379003fefe7fb70148016004506";

    [Fact]
    public void EveryVersionIsReadForEver()
    {
        Assert.Equal(GoldenEmpty, Convert.ToHexStringLower(new RegionCoverage(Window).Encode()));
        Assert.Equal(GoldenMarked, Convert.ToHexStringLower(Marked().Encode()));

        var read = RegionCoverage.Decode(Convert.FromHexString(GoldenMarked), Window);
        Assert.Equal((PlaceCoverage.AskedEarlier, PlaceCoverage.Asked, PlaceCoverage.New), (read.Look(0, 5), read.Look(999, 9_999), read.Look(999, 9_998)));
    }

    [Fact]
    public void ANewerVersionIsRefused()
    {
        var bytes = Marked().Encode();
        bytes[0] = 2;

        var error = Assert.Throws<SnapshotFormatException>(() => RegionCoverage.Decode(bytes, Window));

        Assert.Equal("A region's coverage is stored in version 2; this program reads versions 1 to 1.", error.Message);
    }

    [Fact]
    public void EveryTruncationAndEveryAdditionIsRefused()
    {
        var bytes = Marked().Encode();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<SnapshotFormatException>(() => RegionCoverage.Decode(bytes.AsMemory(0, length), Window));
        }

        Assert.Throws<SnapshotFormatException>(() => RegionCoverage.Decode((byte[])[.. bytes, 0], Window));
    }

    [Theory]
    [InlineData(51)]
    [InlineData(52)]
    public void DamagedBytesAreRefusedOrReadAsSomethingBounded(int seed)
    {
        var (random, refused) = (new Random(seed), 0);
        var whole = Marked();
        for (var offset = 0; offset < 10_000; offset += 3)
        {
            whole.Mark(500, offset, Start);
        }

        var bytes = whole.Encode();
        for (var round = 0; round < 3_000; round++)
        {
            var damaged = bytes.ToArray();
            for (var i = random.Next(4); i >= 0; i--)
            {
                damaged[random.Next(random.Next(2) == 0 ? 16 : bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            try
            {
                Assert.InRange(RegionCoverage.Decode(damaged, Window).Bytes, 640, 2_700_000);
            }
            catch (SnapshotFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1_000, 2_999);
    }

    [Fact]
    public void NoBytesTakeMoreThanAFullRegion()
    {
        var random = new Random(53);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new byte[random.Next(20_000)];
            random.NextBytes(bytes);
            new byte[] { 1, 0x80, 0xa3, 0x4f, 5, 0, 0 }.AsSpan(0, Math.Min(5, bytes.Length)).CopyTo(bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                RegionCoverage.Decode(bytes, Window);
            }
            catch (SnapshotFormatException)
            {
                // Nearly all are refused, and what was taken until then counts.
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_500_000);
        }
    }

    [Fact]
    public void WhatWasStoredUnderAnotherLengthOfWindowsKeepsItsAge()
    {
        var daily = new CoverageWindow(TimeSpan.FromDays(1));

        var read = RegionCoverage.Decode(Marked().Encode(), daily);

        Assert.Equal((PlaceCoverage.AskedEarlier, PlaceCoverage.Asked), (read.Look(0, 5), read.Look(999, 9_999)));
        Assert.Equal(Window.NumberAt(Start) * 15, read.NewestWindow);
    }

    private static RegionCoverage Marked()
    {
        var coverage = new RegionCoverage(Window);
        coverage.Mark(0, 5, Start - TimeSpan.FromDays(15));
        coverage.Mark(0, 9_000, Start - TimeSpan.FromDays(15));
        coverage.Mark(999, 9_999, Start);
        for (var offset = 0; offset < 10_000; offset++)
        {
            if (offset % 4_000 != 7)
            {
                coverage.Mark(31, offset, Start);
            }
        }

        return coverage;
    }
}
