using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Evidence;

public sealed class SweepEvidenceChurnTests
{
    private const double Alpha = 1e-6;
    private static readonly Instant Start = Instant.From(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(15)]
    [InlineData(60)]
    [InlineData(150)]
    [InlineData(300)]
    public void TwoSwappedSyncsAreNotEnoughAndThreeAre(int swapped)
    {
        var evidence = AfterSyncs(swapped, swapped);
        Assert.False(evidence.IsConvicted(Alpha));

        evidence = AfterSyncs(swapped, swapped, swapped);
        Assert.True(evidence.IsConvicted(Alpha));
    }

    [Fact]
    public void TwoImportsInAMonthNeverConvictWhereverTheyAre()
    {
        for (var first = 0; first < 15; first++)
        {
            for (var second = first + 1; second < 15; second++)
            {
                var fresh = new int[15];
                fresh[first] = fresh[second] = 300;

                Assert.False(AfterSyncs(fresh).IsConvicted(Alpha), $"{first} and {second}");
            }
        }
    }

    [Fact]
    public void AFewNewContactsInEverySyncAreNothing()
    {
        var evidence = AfterSyncs([.. Enumerable.Repeat(14, 180)]);

        Assert.Equal(0, evidence.PeakLogEValue);
        Assert.True(evidence.LogEValueOf(Signal.Churn) < 0);
    }

    [Fact]
    public void TheFirstSyncIsNewByNature()
    {
        var evidence = new SweepEvidence();
        evidence.OnSync(20_000, 20_000, Start);

        Assert.Equal(Math.Log(0.5), evidence.LogEValueOf(Signal.Churn), 5);
    }

    [Fact]
    public void AFewTargetsLookedUpBeforeItAreNotTheFirstSync()
    {
        var evidence = new SweepEvidence();
        evidence.OnSync(8, 8, Start);
        evidence.OnSync(20_000, 20_000, Start);

        Assert.Equal(Math.Log(0.5), evidence.LogEValueOf(Signal.Churn), 5);
    }

    [Fact]
    public void OneOffLookupsNeitherAccuseNorExonerate()
    {
        var (with, without) = (AfterSyncs(60), AfterSyncs(60));
        for (var i = 0; i < 100; i++)
        {
            with.OnSync(8, 8, Start);
        }

        Assert.Equal(without.LogEValueOf(Signal.Churn), with.LogEValueOf(Signal.Churn));
    }

    /// <summary>A book of 300, synced every two days.</summary>
    private static SweepEvidence AfterSyncs(params int[] fresh)
    {
        var evidence = new SweepEvidence();
        evidence.OnSync(300, 300, Start);
        for (var i = 0; i < fresh.Length; i++)
        {
            evidence.OnSync(300, fresh[i], Start + TimeSpan.FromHours(48 * (i + 1)));
        }

        return evidence;
    }
}
