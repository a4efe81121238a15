using QuotaGrid.Load.Bench.Measuring;
using QuotaGrid.Load.Bench.Memory;

namespace QuotaGrid.Load.Tests.Bench;

/// <summary>The heap is the whole process's, so nothing else may run beside these.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    [Fact]
    public void WhatIsAliveIsCountedAndWhatIsNotIsNot()
    {
        var bytes = HeapBytes.Of(
            () =>
            {
                GC.KeepAlive(new byte[50_000_000]);
                return Enumerable.Range(0, 20_000).Select(_ => new byte[1_000]).ToArray();
            },
            out var made);

        // Each array has 24 bytes beside its content, and its place in the array of arrays.
        Assert.InRange(bytes / (double)made.Length, 1_020, 1_044);
    }

    [Fact]
    public void ATargetTakesAtLeastItsTokenAndItsTime()
    {
        var grown = TargetGrowth.Measure(seed: 1, size: 1_000, TestContext.Current.CancellationToken);

        Assert.InRange(grown.WorstBytesPerTarget, 4, 12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StoredBytesGrowWithTheTargets(bool spread)
    {
        var (few, many) = (EncodedSizes.Measure(1, 1_000, spread).Bytes, EncodedSizes.Measure(1, 2_000, spread).Bytes);

        Assert.InRange(many - few, 1_000 * 2, 1_000 * 5);
    }

    // A sketch has 15,360 cells of a byte each, of which those that were hit are stored.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PastWhatIsRememberedExactlyStoredBytesAreThoseOfASketch(bool spread) =>
        Assert.InRange(EncodedSizes.Measure(1, 100_000, spread).Bytes, 1, 15_360 + 200);
}
