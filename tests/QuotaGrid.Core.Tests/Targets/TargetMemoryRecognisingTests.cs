using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>What is known stays known, and nothing else becomes known, when the cluster's secret changes. A target's alias is the target a million further.</summary>
public sealed class TargetMemoryRecognisingTests
{
    private const int Alias = 1_000_000;

    // Of 240 hours, so that a bucket is an hour.
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(240);
    private static readonly Instant Start = new(497_000L * 3_600 * Instant.NanosPerSecond);

    [Fact]
    public void WhatWasKnownByAliasesIsKnownByItselfWithItsOwnTime()
    {
        var memory = new TargetMemory(Horizon);
        Learn(memory, Aliases(0, 300), At(0));
        Learn(memory, Aliases(300, 300), At(100));

        Assert.Equal(600, memory.Recognise(Aliases(0, 700), UniformTargets.From(0, 700), At(110)));

        Assert.Equal(600, memory.CountWithin(Horizon, At(110)));
        Assert.Equal(300, memory.CountWithin(TimeSpan.FromHours(20), At(110)));
        Assert.All(UniformTargets.From(0, 600), target => Assert.True(memory.IsKnown(target, Horizon, At(110))));
        Assert.All(UniformTargets.From(600, 100), target => Assert.False(memory.IsKnown(target, Horizon, At(110))));
        Assert.All(Aliases(0, 600), alias => Assert.False(memory.IsKnown(alias, Horizon, At(110))));

        // Recognising is not asking: the earlier ones expire when they would have.
        Assert.Equal(300, memory.CountWithin(Horizon, At(242)));
    }

    [Fact]
    public void WhatIsHeldByBothIsHeldOnceWithTheLaterTime()
    {
        var memory = new TargetMemory(Horizon);
        Learn(memory, UniformTargets.From(0, 10), At(0));
        Learn(memory, Aliases(0, 5), At(50));

        Assert.Equal(5, memory.Recognise(Aliases(0, 10), UniformTargets.From(0, 10), At(60)));

        Assert.Equal(10, memory.CountWithin(Horizon, At(60)));
        Assert.Equal(5, memory.CountWithin(TimeSpan.FromHours(20), At(60)));
    }

    [Fact]
    public void ThereAndBackIsWhereItWas()
    {
        var memory = new TargetMemory(Horizon);
        Learn(memory, UniformTargets.From(0, 1_000), At(3));
        var before = memory.KnownTokens();

        memory.Recognise(UniformTargets.From(0, 1_000), Aliases(0, 1_000), At(4));
        Assert.NotEqual(before, memory.KnownTokens());
        memory.Recognise(Aliases(0, 1_000), UniformTargets.From(0, 1_000), At(5));

        Assert.Equal(before, memory.KnownTokens());
    }

    [Fact]
    public void ATargetThatComesTwiceInABatchAndOneThatIsItsOwnAliasAreNoMoreThanOne()
    {
        var memory = new TargetMemory(Horizon);
        Learn(memory, Aliases(7, 1), At(0));
        Learn(memory, UniformTargets.From(8, 1), At(0));
        Fingerprint[] targets = [.. UniformTargets.From(7, 1), .. UniformTargets.From(7, 1), .. UniformTargets.From(8, 1)];
        Fingerprint[] aliases = [.. Aliases(7, 1), .. Aliases(7, 1), .. UniformTargets.From(8, 1)];

        Assert.Equal(1, memory.Recognise(aliases, targets, At(0)));

        Assert.Equal(2, memory.CountWithin(Horizon, At(0)));
    }

    [Fact]
    public void NoWindowEverHasMoreAndWhatIsNotNamedStaysAsItIs()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var memory = new TargetMemory(Horizon);
            for (var batch = 0; batch < 6; batch++)
            {
                var offset = random.Next(2) * Alias;
                Learn(memory, UniformTargets.From(offset + random.Next(0, 3_000), random.Next(1, 2_000)), At(batch * 30));
            }

            TimeSpan[] windows = [TimeSpan.FromHours(1), TimeSpan.FromHours(45), TimeSpan.FromHours(100), Horizon];
            var now = At(151);
            var before = windows.Select(window => memory.CountWithin(window, now)).ToArray();
            var (first, count) = (random.Next(0, 3_000), random.Next(1, 2_000));
            var held = Enumerable.Range(0, 5_000).Select(i => Either(memory, i, now)).ToArray();

            memory.Recognise(Aliases(first, count), UniformTargets.From(first, count), now);

            Assert.All(windows.Zip(before), pair => Assert.InRange(memory.CountWithin(pair.First, now), 0, pair.Second));
            Assert.Equal(held, Enumerable.Range(0, 5_000).Select(i => Either(memory, i, now)));
            Assert.All(Enumerable.Range(first, count), i => Assert.False(memory.IsKnown(AliasOf(i), Horizon, now)));
        }
    }

    [Fact]
    public void OfASketchNothingIsRecognisedAndNothingBecomesKnown()
    {
        var memory = new TargetMemory(Horizon);
        Learn(memory, Aliases(0, 20_000), At(0));
        Assert.False(memory.IsExact);
        var before = memory.CountWithin(Horizon, At(1));

        Assert.Equal(0, memory.Recognise(Aliases(0, 1_000), UniformTargets.From(0, 1_000), At(1)));

        Assert.Equal(before, memory.CountWithin(Horizon, At(1)));
    }

    private static bool Either(TargetMemory memory, int number, Instant now) =>
        memory.IsKnown(AliasOf(number), Horizon, now) || memory.IsKnown(UniformTargets.Of((uint)number), Horizon, now);

    private static Fingerprint AliasOf(int number) => UniformTargets.Of((uint)(number + Alias));

    private static Fingerprint[] Aliases(int first, int count) => UniformTargets.From(first + Alias, count);

    private static void Learn(TargetMemory memory, Fingerprint[] targets, Instant now)
    {
        foreach (var target in targets)
        {
            memory.Learn(target, now);
        }
    }

    private static Instant At(int hours) => Start + TimeSpan.FromHours(hours);
}
