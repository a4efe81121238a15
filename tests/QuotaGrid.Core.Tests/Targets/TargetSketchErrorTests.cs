using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

// The figures for the public come from the verb `error` of load/QuotaGrid.Load, with many more runs; these keep the sketch to them.
public sealed class TargetSketchErrorTests
{
    [Fact]
    public void OneTargetIsOneAndAFewAreAFew()
    {
        var tokens = new TokenStream(1);
        for (var run = 0; run < 2_000; run++)
        {
            var sketch = new TargetSketch();
            sketch.Put(tokens.Next(), 9);
            Assert.Equal(1, sketch.CountSince(9), 0.001);
            Assert.Equal(0, sketch.CountSince(10));
        }
    }

    // The scatter of a measured error is 1 / sqrt(2 runs) of it, and that of a mean 1 / sqrt(runs): the bounds are some four of them wide.
    [Theory]
    [InlineData(10, 20_000, 0.85, 1.1)]
    [InlineData(100, 10_000, 0.95, 1.05)]
    [InlineData(1_000, 4_000, 0.95, 1.05)]
    [InlineData(10_000, 2_000, 0.94, 1.06)]
    [InlineData(100_000, 1_000, 0.91, 1.09)]
    [InlineData(1_000_000, 200, 0.80, 1.20)]
    public void ErrorAndBiasAreWhatTheTheorySays(int targets, int runs, double least, double most)
    {
        var tokens = new TokenStream(targets);
        var (sum, squares) = (0.0, 0.0);
        for (var run = 0; run < runs; run++)
        {
            var sketch = new TargetSketch();
            for (var i = 0; i < targets; i++)
            {
                sketch.Put(tokens.Next(), 1);
            }

            var error = (sketch.CountSince(1) / targets) - 1;
            sum += error;
            squares += error * error;
        }

        var expected = TargetSketchModel.RelativeError(targets);
        Assert.InRange(Math.Sqrt(squares / runs) / expected, least, most);
        Assert.InRange(sum / runs, -4 * expected / Math.Sqrt(runs), 4 * expected / Math.Sqrt(runs));
    }

    // 60,000 targets at 240 ages, many asked for again: a window's count has the error of its own targets, whatever was asked for before.
    [Theory]
    [InlineData(1, 60_000)]
    [InlineData(121, 30_000)]
    [InlineData(217, 6_000)]
    [InlineData(239, 500)]
    public void AWindowIsCountedAsIfNothingElseHadBeenAskedFor(int oldest, int targets)
    {
        const int Runs = 300;
        var tokens = new TokenStream(oldest);
        var squares = 0.0;
        var asked = new uint[60_000];
        for (var run = 0; run < Runs; run++)
        {
            var sketch = new TargetSketch();
            for (var i = 0; i < asked.Length; i++)
            {
                asked[i] = tokens.Next();
                sketch.Put(asked[i], (byte)((i / 250) + 1));
                var before = Math.Max(0, i - (int)(tokens.Next() % 250));
                sketch.Put(asked[before], (byte)((before / 250) + 1));
            }

            var error = (sketch.CountSince(oldest) / targets) - 1;
            squares += error * error;
            Assert.True(sketch.CountSince(oldest) >= sketch.CountSince(oldest + 1));
        }

        Assert.InRange(Math.Sqrt(squares / Runs) / TargetSketchModel.RelativeError(targets), 0.85, 1.15);
    }

    [Theory]
    [InlineData(0, 1_000, 4_000)]
    [InlineData(20_000, 1_000, 2_000)]
    [InlineData(100_000, 10_000, 500)]
    public void NewTargetsAreChargedWithoutBias(int known, int batch, int runs)
    {
        var tokens = new TokenStream(known + 7);
        var (sum, squares) = (0.0, 0.0);
        for (var run = 0; run < runs; run++)
        {
            var sketch = new TargetSketch();
            for (var i = 0; i < known; i++)
            {
                sketch.Put(tokens.Next(), 5);
            }

            var error = (Charged(sketch, tokens, batch) / batch) - 1;
            sum += error;
            squares += error * error;
        }

        var variance = Enumerable.Range(0, batch).Sum(i => TargetSketchModel.ExpectedNovelWeight(known + i) - 1);
        var expected = Math.Sqrt(variance) / batch;
        Assert.InRange(sum / runs, -4 * expected / Math.Sqrt(runs), 4 * expected / Math.Sqrt(runs));
        Assert.InRange(Math.Sqrt(squares / runs) / expected, 0.88, 1.12);
    }

    [Fact]
    public void WhatWasAskedForWithinTheWindowIsNeverChargedAgain()
    {
        var tokens = new TokenStream(3);
        var sketch = new TargetSketch();
        uint[] asked = [.. Enumerable.Range(0, 50_000).Select(_ => tokens.Next())];
        foreach (var token in asked)
        {
            sketch.Put(token, 100);
        }

        Assert.All(asked, token => Assert.InRange(sketch.AgeAt(TargetSketch.CellOf(token)), 100, 255));
    }

    private static double Charged(TargetSketch sketch, TokenStream tokens, int batch)
    {
        const int Oldest = 5;
        var (charged, weight) = (0.0, sketch.NovelWeight(Oldest));
        for (var i = 0; i < batch; i++)
        {
            if (sketch.Put(tokens.Next(), 5) < Oldest)
            {
                charged += weight;
                weight = sketch.NovelWeight(Oldest);
            }
        }

        return charged;
    }
}
