using System.Runtime.CompilerServices;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Evidence;

public sealed class SweepEvidenceTests
{
    private const double Alpha = 1e-6;
    private static readonly Instant Start = Instant.From(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly ShareBound Bound = ShareBound.Of(0.16);

    [Fact]
    public void NothingIsKnownOfWhoAskedForNothing()
    {
        var evidence = new SweepEvidence();

        Assert.Equal((0.0, 1.0, 0.0, false), (evidence.LogEValue, evidence.EValue, evidence.PeakLogEValue, evidence.IsConvicted(Alpha)));
        Assert.Equal(112, Unsafe.SizeOf<SweepEvidence>());
    }

    [Theory]
    [InlineData(0.05, 7)]
    [InlineData(0.16, 11)]
    [InlineData(0.5, 32)]
    public void WhoAsksOnlyForWhatNobodyAskedForIsConvictedAfterSoManyTargets(double bound, int targets)
    {
        var evidence = new SweepEvidence();
        var asked = 0;
        while (!evidence.IsConvicted(Alpha))
        {
            evidence.OnNovel(true, ShareBound.Of(bound), Start);
            asked++;
        }

        Assert.Equal(targets, asked);
        Assert.True(evidence.LogEValueOf(Signal.Novelty) > evidence.LogEValue && evidence.LogEValue >= Math.Log(1 / Alpha));
    }

    [Fact]
    public void AMonthOfHonestyDoesNotSaveWhoTurnsBad()
    {
        var evidence = new SweepEvidence();
        for (var epoch = 0; epoch < 120; epoch++)
        {
            for (var i = 0; i < 100; i++)
            {
                evidence.OnNovel(i % 20 == 0, Bound, Start + (epoch * SweepEvidence.Epoch));
            }
        }

        Assert.Equal(0, evidence.PeakLogEValue);
        for (var i = 0; i < 17; i++)
        {
            Assert.False(evidence.IsConvicted(Alpha));
            evidence.OnNovel(true, Bound, Start + (120 * SweepEvidence.Epoch));
        }

        Assert.True(evidence.IsConvicted(Alpha));
    }

    [Fact]
    public void AConvictionStaysWhateverComesAfterwards()
    {
        var evidence = new SweepEvidence();
        for (var i = 0; i < 20; i++)
        {
            evidence.OnNovel(true, Bound, Start);
        }

        for (var i = 0; i < 1_000; i++)
        {
            evidence.OnNovel(false, Bound, Start);
        }

        Assert.True(evidence.IsConvicted(Alpha));
        Assert.True(evidence.LogEValue < 0);
        Assert.Equal(Signal.Novelty, evidence.PeakSignal);
    }

    [Fact]
    public void WhatOthersAskedForOnlyExonerates()
    {
        var random = new Random(20252);
        for (var run = 0; run < 200; run++)
        {
            var (alone, amongOthers) = (new SweepEvidence(), new SweepEvidence());
            for (var i = 0; i < 50; i++)
            {
                var (isNew, othersCameFirst) = (random.NextDouble() < 0.8, random.NextDouble() < 0.3);
                alone.OnNovel(isNew, Bound, Start + TimeSpan.FromHours(i));
                amongOthers.OnNovel(isNew && !othersCameFirst, Bound, Start + TimeSpan.FromHours(i));

                Assert.True(amongOthers.LogEValue <= alone.LogEValue);
                Assert.True(amongOthers.PeakLogEValue <= alone.PeakLogEValue);
            }
        }
    }

    [Fact]
    public void OneSignalAloneIsAFifthOfTheAverage()
    {
        var evidence = new SweepEvidence();
        for (var i = 0; i < 40; i++)
        {
            evidence.OnNovel(true, ShareBound.Whole, Start);
        }

        evidence.OnOutcomes(0, 40, ShareBound.Of(0.5), ShareBound.Whole, Start);

        // The four others have their first stake of a half.
        var missing = Math.Exp(evidence.LogEValueOf(Signal.Missing));
        Assert.Equal(((4 * 0.5) + missing) / 5, evidence.EValue, missing * 1e-5);
        Assert.True(missing > 1e6);
    }

    [Fact]
    public void OutcomesTellBothTooManyMissesAndTooFew()
    {
        var (random, leaked) = (WithTargets(200), WithTargets(200));
        random.OnOutcomes(54, 146, ShareBound.Of(0.3), ShareBound.Of(0.8), Start);
        leaked.OnOutcomes(199, 1, ShareBound.Of(0.3), ShareBound.Of(0.8), Start);

        Assert.True(random.IsConvicted(Alpha) && random.LogEValueOf(Signal.Missing) > 50 && random.LogEValueOf(Signal.Found) < 0);
        Assert.True(leaked.IsConvicted(Alpha) && leaked.LogEValueOf(Signal.Found) > 30 && leaked.LogEValueOf(Signal.Missing) < 0);
    }

    [Fact]
    public void NeighboursInARowConvict()
    {
        var evidence = WithTargets(17);
        for (var i = 0; i < 9; i++)
        {
            evidence.OnOrder(true, Start);
        }

        Assert.False(evidence.IsConvicted(Alpha));
        evidence.OnOrder(true, Start);
        Assert.Equal((true, Signal.Order), (evidence.IsConvicted(Alpha), evidence.PeakSignal));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    public void NegativeOutcomesAreRefused(int found, int missing) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SweepEvidence().OnOutcomes(found, missing, Bound, Bound, Start));

    [Theory]
    [InlineData(5, 6)]
    [InlineData(5, -1)]
    public void NoMoreCanBeNewThanThereAre(int all, int some) => Assert.Throws<ArgumentOutOfRangeException>(() => new SweepEvidence().OnSync(all, some, Start));

    [Fact]
    public void AllThatIsKeptOfAnIdentityAsEvidenceFitsInto256Bytes()
    {
        var bytes = Unsafe.SizeOf<SweepEvidence>() + Unsafe.SizeOf<LookupEvidence>() + Unsafe.SizeOf<Ballot>() + Unsafe.SizeOf<DeniedBacklog>();

        Assert.InRange(bytes, 1, 256);
    }

    private static SweepEvidence WithTargets(int count)
    {
        var evidence = new SweepEvidence();
        for (var i = 0; i < count; i++)
        {
            evidence.OnNovel(false, ShareBound.Whole, Start);
        }

        return evidence;
    }
}
