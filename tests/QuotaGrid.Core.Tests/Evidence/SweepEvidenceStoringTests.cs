using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Evidence;

public sealed class SweepEvidenceStoringTests
{
    private static readonly Instant Start = Instant.From(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly ShareBound Bound = ShareBound.Of(0.25);

    // What version 1 wrote of the same: its peak is of ten pairs at once, and not item by item.
    private const string GoldenOfVersion1 =
        "0103" // version, starts
        + "0040F55A41AD8618" // end of the epoch
        + "14100A" // targets, outcomes, pairs
        + "01E0CB0E03" // past the first sync, peak, its signal
        + "81FC82F403B2B0F5F303AC95B0F303B4A4A7F303" // novelty
        + "F7A2F4F303E3F8DEF303D68DADF303F1A4A7F303" // missing
        + "D5D385F403EDA89FF403FC919EF403C686D1F303" // found
        + "ED9AC7F403AEAAFBF403DA94DEF403C6AFB9F303" // order
        + "A6CBEDF303A6CBEDF303A6CBEDF303A6CBEDF303"; // churn

    private const string Golden = "0203" // version, starts
        + "0040F55A41AD8618" // end of the epoch
        + "01B5AC8D0203" // past the first sync, peak, its signal
        + "81FC82F403B2B0F5F303AC95B0F303B4A4A7F303" // novelty
        + "F7A2F4F303E3F8DEF303D68DADF303F1A4A7F303" // missing
        + "D5D385F403EDA89FF403FC919EF403C686D1F303" // found
        + "ED9AC7F403AEAAFBF403DA94DEF403C6AFB9F303" // order
        + "A6CBEDF303A6CBEDF303A6CBEDF303A6CBEDF303";

    [Fact]
    public void TheStoredFormIsThisForEver()
    {
        var bytes = Stored(Sample());

        Assert.Equal(Golden, Convert.ToHexString(bytes));
        var read = SweepEvidence.Decode(new SnapshotReader(bytes));
        Assert.Equal(bytes, Stored(read));
        Assert.Equal((Sample().EValue, Sample().PeakLogEValue, Signal.Order), (read.EValue, read.PeakLogEValue, read.PeakSignal));
    }

    [Fact]
    public void WhatVersion1WroteIsReadForEver()
    {
        var read = SweepEvidence.Decode(new SnapshotReader(Convert.FromHexString(GoldenOfVersion1)));

        Assert.Equal(Sample().EValue, read.EValue);
        Assert.Equal(Signal.Order, read.PeakSignal);
    }

    [Fact]
    public void WhatIsReadGoesOnAsIfItHadNeverBeenStored()
    {
        var kept = Sample();
        var read = SweepEvidence.Decode(new SnapshotReader(Stored(kept)));
        GoOn(ref kept);
        GoOn(ref read);

        Assert.Equal(Stored(kept), Stored(read));
        Assert.NotEqual(Stored(Sample()), Stored(read));
    }

    [Fact]
    public void WhoAskedForNothingIsReadAsThat()
    {
        var read = SweepEvidence.Decode(new SnapshotReader(Stored(new SweepEvidence())));

        Assert.Equal((1.0, 0.0, null), (read.EValue, read.PeakLogEValue, read.PeakSignal));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0, 0)]
    [InlineData(10, 2)]
    public void DamagedBytesAreRefused(int at, byte value)
    {
        var bytes = Stored(Sample());
        bytes[at] = value;

        Assert.Throws<SnapshotFormatException>(() => SweepEvidence.Decode(new SnapshotReader(bytes)));
    }

    private static SweepEvidence Sample()
    {
        var evidence = new SweepEvidence();
        for (var i = 0; i < 20; i++)
        {
            evidence.OnNovel(i % 3 == 0, Bound, Start);
        }

        evidence.OnOutcomes(11, 5, Bound, ShareBound.Of(0.5), Start);
        for (var i = 0; i < 10; i++)
        {
            evidence.OnOrder(i < 4, Start + SweepEvidence.Epoch);
        }


        evidence.OnSync(20, 20, Start + (2 * SweepEvidence.Epoch));
        return evidence;
    }

    private static void GoOn(ref SweepEvidence evidence)
    {
        evidence.OnNovel(true, Bound, Start + (2 * SweepEvidence.Epoch));
        evidence.OnSync(20, 12, Start + (9 * SweepEvidence.Epoch));
        evidence.OnOutcomes(10, 3, Bound, Bound, Start + (9 * SweepEvidence.Epoch));
    }

    private static byte[] Stored(SweepEvidence evidence)
    {
        var writer = new SnapshotWriter();
        evidence.Encode(writer);
        return writer.ToArray();
    }
}
