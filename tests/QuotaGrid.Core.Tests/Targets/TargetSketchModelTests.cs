using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

public sealed class TargetSketchModelTests
{
    private static readonly int[] AllSet = [.. Enumerable.Repeat(1024, 15)];

    [Fact]
    public void NoCellIsNoTargetAndAllCellsAreTheStatedMaximum()
    {
        Assert.Equal(0, TargetSketchModel.Estimate(new int[15]));
        Assert.Equal(134_217_728, TargetSketchModel.Estimate(AllSet));
        for (var level = 0; level < 15; level++)
        {
            int[] oneFree = [.. AllSet];
            oneFree[level]--;
            Assert.InRange(TargetSketchModel.Estimate(oneFree), 1_000, 134_217_727);
        }
    }

    // The likelihood is looked at directly and with all its logarithms; the bias that comes off of what targets can leave
    // is 0.016 to 0.03 % unless the sketch is almost full.
    [Fact]
    public void TheEstimateIsWhereTheLikelihoodIsGreatest()
    {
        var random = new Random(1702);
        for (var i = 0; i < 600; i++)
        {
            var setCells = i % 2 == 0 ? Drawn(random, Math.Pow(10, random.NextDouble() * 7.5)) : Arbitrary(random);
            var free = Enumerable.Range(0, 15).Sum(level => (1024 - setCells[level]) * Chance(level));
            if (free == 0 || setCells.Sum() == 0)
            {
                continue;
            }

            var targets = TargetSketchModel.MostLikely(setCells, free, out var steps);
            Assert.InRange(steps, 1, 12);
            var best = LogLikelihood(setCells, targets);
            Assert.True(best >= LogLikelihood(setCells, targets * 1.0001) && best >= LogLikelihood(setCells, targets / 1.0001));
            var corrected = TargetSketchModel.Estimate(setCells) / targets;
            Assert.InRange(corrected, 0.9, 1);
            Assert.True(i % 2 == 1 || targets > 2e6 || corrected is > 0.9996 and < 0.9999, $"{targets} becomes {corrected} of it.");
        }
    }

    [Fact]
    public void AnotherSetCellNeverLowersTheEstimate()
    {
        var random = new Random(1708);
        for (var i = 0; i < 40; i++)
        {
            var setCells = new int[15];
            var last = 0.0;
            var cells = Enumerable.Range(0, 15_360).Select(cell => cell / 1024).ToArray();
            random.Shuffle(cells);
            if (i % 2 == 0)
            {
                // The usual order: low levels first, and the very last cells one by one.
                cells = [.. cells.OrderBy(level => level + (random.NextDouble() * 3))];
            }

            foreach (var level in cells)
            {
                setCells[level]++;
                var estimate = TargetSketchModel.Estimate(setCells);
                Assert.True(estimate > last, $"{last} becomes {estimate}.");
                last = estimate;
            }

            Assert.Equal(TargetSketchModel.MaxTargets, last);
        }
    }

    // Pettie and Wang: 1 / (n^2 I) is 6 ln 2 / pi^2 / 1,024 for many targets. For few, n targets share a cell n (n - 1) / 6,144 times, and each time one is lost.
    [Fact]
    public void TheErrorIsThatOfTheLiterature()
    {
        var asymptotic = Math.Sqrt(6 * Math.Log(2) / 1024) / Math.PI;
        Assert.Equal(0.0203, asymptotic, 0.0001);
        Assert.Equal(asymptotic, Math.Sqrt(Math.Pow(TargetSketchModel.RelativeError(300_000), 2) + (1 / 300_000.0)), 0.00002);
        Assert.Equal(asymptotic, TargetSketchModel.RelativeError(1_000_000), 0.0001);
        Assert.Equal(Math.Sqrt(1 / 6144.0), TargetSketchModel.RelativeError(1), 0.00001);
        Assert.Equal(Math.Sqrt(1 / 6144.0), TargetSketchModel.RelativeError(1e-6), 0.00001);
        Assert.Equal(0.0214, TargetSketchModel.RelativeError(16e6), 0.0001);
        Assert.Equal(0.0378, TargetSketchModel.RelativeError(64e6), 0.0001);
        Assert.Throws<ArgumentOutOfRangeException>(() => TargetSketchModel.RelativeError(0));
    }

    // Against 28 digits, of which a difference of nearly equal numbers leaves enough.
    [Theory]
    [InlineData(2, 4e-12)]
    [InlineData(3, 1e-10)]
    [InlineData(3_000, 1e-10)]
    public void TheErrorOfFewTargetsKeepsItsPrecision(int targets, double tolerance)
    {
        var (lost, information) = (0m, 0m);
        for (var level = 0; level < 15; level++)
        {
            var chance = 1m / (1024L << Math.Min(level + 1, 14));
            var h = targets * chance / ExpMinusOne(targets * chance);
            lost += 1024 * chance * (1 - h);
            information += 1024 * chance * h / targets;
        }

        var expected = Math.Sqrt((double)(lost / information)) / targets;
        Assert.Equal(1, TargetSketchModel.RelativeError(targets) / expected, tolerance);
    }

    private static decimal ExpMinusOne(decimal y)
    {
        var (sum, term) = (0m, y);
        for (var i = 2; term > 1e-28m; i++)
        {
            sum += term;
            term *= y / i;
        }

        return sum;
    }

    [Fact]
    public void OfFewerTargetsThanNoneNothingIsExpected() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TargetSketchModel.ExpectedNovelWeight(-1));

    [Theory]
    [InlineData(2.0)]
    [InlineData(1_000.0)]
    [InlineData(30_000.0)]
    [InlineData(5_000_000.0)]
    public void TheErrorIsTheInverseOfTheInformationLessTheScatterOfPoissonsModel(double targets)
    {
        var information = Enumerable.Range(0, 15).Sum(level =>
            1024 * Math.Pow(Chance(level), 2) * Math.Exp(-Chance(level) * targets) / (1 - Math.Exp(-Chance(level) * targets)));
        var expected = Math.Sqrt((1 / information) - targets) / targets;
        Assert.Equal(expected, TargetSketchModel.RelativeError(targets), expected * 1e-4);
    }

    [Fact]
    public void TheWeightIsTheInverseOfTheFreeShareAndFinite()
    {
        Assert.Equal(1, TargetSketchModel.NovelWeight(new int[15]));
        Assert.Equal(16_777_216, TargetSketchModel.NovelWeight(AllSet));
        Assert.Equal(2, TargetSketchModel.NovelWeight([1024, .. new int[14]]));
        Assert.Equal(16_777_216, TargetSketchModel.NovelWeight([.. AllSet[..14], 1023]));
        Assert.Equal(8_192, TargetSketchModel.NovelWeight([.. AllSet[..13], 0, 1024]) / 2);

        Assert.Equal(1, TargetSketchModel.ExpectedNovelWeight(0));
        Assert.Equal(100_000 * Math.Log(2) / 1024, TargetSketchModel.ExpectedNovelWeight(100_000), 0.01);
        Assert.Equal(16_777_216, TargetSketchModel.ExpectedNovelWeight(1e9));
    }

    private static double Chance(int level) => Math.Pow(2, -Math.Min(level + 1, 14)) / 1024;

    private static double LogLikelihood(int[] setCells, double targets) => Enumerable.Range(0, 15).Sum(level =>
        (setCells[level] == 0 ? 0 : setCells[level] * Math.Log(-Math.Exp(-targets * Chance(level)) + 1)) - ((1024 - setCells[level]) * targets * Chance(level)));

    private static int[] Drawn(Random random, double targets) => [.. Enumerable.Range(0, 15).Select(level =>
        Enumerable.Range(0, 1024).Count(_ => random.NextDouble() < 1 - Math.Exp(-targets * Chance(level))))];

    private static int[] Arbitrary(Random random) => [.. Enumerable.Range(0, 15).Select(_ => random.Next(3) switch
    {
        0 => 0,
        1 => 1024,
        _ => random.Next(1025),
    })];
}
