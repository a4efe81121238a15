using QuotaGrid.Core.Evidence;

namespace QuotaGrid.Core.Tests.Evidence;

public sealed class EProcessTests
{
    // A batch of n steps is off by at most n steps of 2^-20 nats, and each start by one.
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.16)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void TheValueIsThatOfItsDefinition(double share)
    {
        var bound = ShareBound.Of(share);
        var random = new Random(20251);
        var (process, oracle) = (EProcess.Start(), new BettingOracle());
        oracle.Start();
        for (var i = 2; i <= 60; i++)
        {
            if (i % 10 == 0)
            {
                process.StartAgain(StartWeights.LogOf(i / 10 + 1));
                oracle.Start();
            }

            var isHit = random.NextDouble() < 0.4;
            process.Add(in LikelihoodRatios.Above(bound), isHit);
            oracle.Add(isHit, bound.Value);

            Assert.InRange(process.LogValue, Math.Log(oracle.Value) - Tolerance, Math.Log(oracle.Value) + 1e-9);
        }
    }

    /// <summary>All 2^10 histories, with an honest probability that depends on the history and another start in the middle.</summary>
    [Theory]
    [InlineData(0.05, 1.0)]
    [InlineData(0.16, 1.0)]
    [InlineData(0.5, 1.0)]
    [InlineData(0.9, 1.0)]
    [InlineData(0.16, 0.5)]
    [InlineData(0.5, 0.0)]
    public void AnHonestIdentityExpectsNoMoreThanTheStake(double share, double partOfBound)
    {
        const int Items = 10;
        var bound = ShareBound.Of(share);
        var expectation = 0.0;
        for (var history = 0; history < 1 << Items; history++)
        {
            var (process, probability) = (EProcess.Start(), 1.0);
            for (var i = 0; i < Items; i++)
            {
                if (i == 5)
                {
                    process.StartAgain(StartWeights.LogOf(2));
                }

                var isHit = (history >> i & 1) == 1;
                var p = bound.Value * (i > 0 && (history >> (i - 1) & 1) == 1 ? partOfBound : 1);
                probability *= isHit ? p : 1 - p;
                process.Add(in LikelihoodRatios.Above(bound), isHit);
            }

            expectation += probability * Math.Exp(process.LogValue);
        }

        const double Stakes = 1.0 / 2 + 1.0 / 6;
        Assert.InRange(expectation, partOfBound == 1 ? Stakes - Tolerance : 0, Stakes + 1e-9);
    }

    [Theory]
    [InlineData(0.05, 11)]
    [InlineData(0.3, 12)]
    public void FewHonestIdentitiesEverComeToAHighValue(double share, int seed)
    {
        const int Identities = 20_000;
        var bound = ShareBound.Of(share);
        var random = new Random(seed);
        var (tens, hundreds) = (0, 0);
        for (var identity = 0; identity < Identities; identity++)
        {
            var (process, highest) = (EProcess.Start(), double.MinValue);
            for (var i = 1; i <= 300; i++)
            {
                if (i % 50 == 0)
                {
                    process.StartAgain(StartWeights.LogOf(1 + (i / 50)));
                }

                process.Add(in LikelihoodRatios.Above(bound), random.NextDouble() < bound.Value);
                highest = Math.Max(highest, EProcess.Highest([process]) > 0 ? process.LogValue : 0);
            }

            tens += highest >= Math.Log(10) ? 1 : 0;
            hundreds += highest >= Math.Log(100) ? 1 : 0;
        }

        // Ville: at most alpha, and three standard errors. That there are some shows that the test could fail.
        Assert.InRange(tens, 100, (int)(0.1 * Identities) + 127);
        Assert.InRange(hundreds, 10, (int)(0.01 * Identities) + 42);
    }

    [Fact]
    public void TheOrderOfABatchChangesNothing()
    {
        var ratios = LikelihoodRatios.Above(ShareBound.Of(0.16));
        var (hitsFirst, othersFirst, counts) = (EProcess.Start(), EProcess.Start(), EProcess.Start());
        for (var i = 0; i < 300; i++)
        {
            hitsFirst.Add(in ratios, i < 80);
            othersFirst.Add(in ratios, i >= 220);
        }

        counts.Add(in ratios, 80, 220);
        Assert.Equal((counts.Logs, counts.Logs), (hitsFirst.Logs, othersFirst.Logs));
        Assert.NotEqual(EProcess.Start().Logs, counts.Logs);
    }

    [Fact]
    public void AHitRaisesTheValueAndAnythingElseLowersIt()
    {
        for (var step = 1; step < ShareBound.Steps; step++)
        {
            var ratios = LikelihoodRatios.Above(ShareBound.Of((double)step / ShareBound.Steps));
            var (start, hit, other) = (EProcess.Start(), EProcess.Start(), EProcess.Start());
            hit.Add(in ratios, true);
            other.Add(in ratios, false);

            Assert.True(hit.LogValue > start.LogValue && other.LogValue < start.LogValue, $"at {step}");
        }
    }

    [Fact]
    public void AHigherBoundNeverAccusesMore()
    {
        var last = double.MaxValue;
        for (var step = 1; step <= ShareBound.Steps; step++)
        {
            var process = EProcess.Start();
            process.Add(in LikelihoodRatios.Above(ShareBound.Of((double)step / ShareBound.Steps)), true);

            Assert.True(process.LogValue <= last, $"at {step}");
            last = process.LogValue;
        }
    }

    [Fact]
    public void TheWholeBoundLeavesTheValueAsItIs()
    {
        var process = EProcess.Start();
        process.Add(in LikelihoodRatios.Above(ShareBound.Whole), true);
        process.Add(in LikelihoodRatios.Above(ShareBound.Whole), 1_000_000, 1_000_000);

        Assert.Equal(EProcess.Start().Logs, process.Logs);
    }

    [Fact]
    public void WhatIsTooLowOrTooHighStopsAtTheEnd()
    {
        var ratios = LikelihoodRatios.Above(ShareBound.Of(0.5));
        var (low, high) = (EProcess.Start(), EProcess.Start());
        low.Add(in ratios, 0, int.MaxValue);
        low.Add(in ratios, false);
        high.Add(in ratios, int.MaxValue, 0);
        high.Add(in ratios, true);

        Assert.Equal((-1000.0, 1000.0), (low.LogValue, high.LogValue));
    }

    [Fact]
    public void TheMeanOfProcessesIsThatOfTheirValues()
    {
        var ratios = LikelihoodRatios.Above(ShareBound.Of(0.25));
        var (one, other) = (EProcess.Start(), EProcess.Start());
        one.Add(in ratios, 12, 3);
        other.Add(in ratios, 1, 9);

        Assert.Equal(Math.Log((Math.Exp(one.LogValue) + Math.Exp(other.LogValue)) / 2), EProcess.LogMean([one, other]), 9);
    }

    [Fact]
    public void AllStakesTogetherAreNeverMoreThanOne()
    {
        var sum = 0.0;
        for (var start = 1; start <= 1_000_000; start++)
        {
            sum += Math.Exp(LogNumber.Nats(StartWeights.LogOf(start)));
            Assert.True(sum <= 1 - (1.0 / (start + 1)) + 1e-12, $"after {start}");
        }

        Assert.InRange(sum, 0.99999, 1);
        Assert.Equal(-43, Math.Round(LogNumber.Nats(StartWeights.LogOf(int.MaxValue))));
    }
}
