using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>Target memory that holds as much as it can, target by target.</summary>
public sealed class TargetMemoryFullTests
{
    // A horizon of 240 seconds has buckets of one second; the start is at the beginning of a bucket.
    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(240);
    private static readonly Instant Start = new(1_790_000_000_000_000_000);

    [Fact]
    public void AFullMemoryBecomesASketchThatStillKnowsEveryTarget()
    {
        var memory = new TargetMemory(Horizon);
        var later = Start + TimeSpan.FromSeconds(2);
        var random = new Random(7);
        var targets = Enumerable.Range(0, TargetMemory.ExactCapacity + 100).Select(_ => new Fingerprint((ulong)random.NextInt64() << 1)).ToArray();
        foreach (var target in targets[..TargetMemory.ExactCapacity])
        {
            Assert.True(memory.Learn(target, Start));
        }

        Assert.False(memory.Learn(targets[5], Start));
        Assert.True(memory.IsExact);
        Assert.Equal(16_384, memory.CountWithin(Horizon, Start));
        foreach (var target in targets[TargetMemory.ExactCapacity..])
        {
            memory.Learn(target, later);
        }

        Assert.False(memory.IsExact);
        Assert.All(targets, target => Assert.True(memory.IsKnown(target, Horizon, later)));
        Assert.InRange(memory.CountWithin(Horizon, later), 16_484 * 0.94, 16_484 * 1.06);
        Assert.InRange(memory.CountWithin(TimeSpan.FromSeconds(0.5), later), 94, 106);
    }

    [Fact]
    public void ASketchWhoseTargetsHaveAllExpiredIsExactAgain()
    {
        var memory = Full(Start);
        memory.Learn(EventList.TargetOf(16_385), Start);
        Assert.False(memory.IsExact);

        Assert.True(memory.Learn(EventList.TargetOf(1), Start + TimeSpan.FromSeconds(300)));
        Assert.True(memory.IsExact);
        Assert.Equal(1, memory.CountWithin(Horizon, Start + TimeSpan.FromSeconds(300)));
    }

    [Theory]
    [InlineData(241)]
    [InlineData(250)]
    [InlineData(260)]
    [InlineData(100_000)]
    public void AFullMemoryHasRoomAgainAsSoonAsItsTargetsHaveExpired(int seconds)
    {
        var memory = Full(Start);
        var later = Start + TimeSpan.FromSeconds(seconds);

        Assert.Equal(0, memory.CountWithin(Horizon, later));
        Assert.True(memory.Learn(EventList.TargetOf(99_999), later));
        Assert.Equal(1, memory.CountWithin(Horizon, later));
        Assert.True(memory.IsExact);
    }

    [Fact]
    public void AMemoryOfCollidingTokensIsStillExact()
    {
        // Tokens that all have their home in the last places of the table, so that they go round its end.
        var memory = new TargetMemory(Horizon);
        for (var i = 0; i < 4_000; i++)
        {
            Assert.True(memory.Learn(new Fingerprint((ulong)(uint.MaxValue - i) << 32), Start));
        }

        for (var i = 0; i < 8_000; i++)
        {
            Assert.Equal(i < 4_000, memory.IsKnown(new Fingerprint((ulong)(uint.MaxValue - i) << 32), Horizon, Start));
        }
    }

    [Fact]
    public void ALongerHorizonKeepsAFullMemoryAndAShorterOneForgets()
    {
        var memory = Full(Start);
        var later = Start + TimeSpan.FromSeconds(100);

        Assert.Equal(16_384, memory.WithHorizon(TimeSpan.FromDays(90), later).CountWithin(Horizon, later));
        Assert.Equal(0, memory.WithHorizon(TimeSpan.FromSeconds(10), later).CountWithin(TimeSpan.FromSeconds(10), later));
    }

    private static TargetMemory Full(Instant at)
    {
        var memory = new TargetMemory(Horizon);
        for (uint i = 1; i <= TargetMemory.ExactCapacity; i++)
        {
            Assert.True(memory.Learn(EventList.TargetOf(i), at));
        }

        return memory;
    }
}
