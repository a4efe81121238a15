using QuotaGrid.Core.Policies;
using QuotaGrid.Load.Simulation;

namespace QuotaGrid.Load.Tests.Simulation;

public sealed class SimulationRunTests
{
    [Fact]
    public void TheSameSeedIsTheSameRun()
    {
        var first = SimulationRun.Make(Scenario.Draw(3, FaultMix.All));
        var again = SimulationRun.Make(Scenario.Draw(3, FaultMix.All), keepsLines: true);

        Assert.Equal((first.Hash, first.Events, first.Decisions), (again.Hash, again.Events, again.Decisions));
        Assert.NotEmpty(again.Lines);
        Assert.NotEqual(first.Hash, SimulationRun.Make(Scenario.Draw(4, FaultMix.All)).Hash);
    }

    [Theory]
    [InlineData(FaultMix.None)]
    [InlineData(FaultMix.Moves)]
    [InlineData(FaultMix.Loss)]
    [InlineData(FaultMix.GatewayCrashes)]
    [InlineData(FaultMix.SiloCrashes)]
    [InlineData(FaultMix.Pauses)]
    [InlineData(FaultMix.SlowStore)]
    [InlineData(FaultMix.All)]
    public void NoPromiseIsBrokenWhateverGoesWrong(FaultMix mix)
    {
        for (var seed = 1_000_000; seed < 1_000_070; seed++)
        {
            var result = SimulationRun.Make(Scenario.Draw(seed, mix));
            Assert.True(result.Violation is null, $"{result.Scenario}: {result.Violation}");
        }
    }

    [Theory]
    [InlineData(Breakage.NoCeiling, FaultMix.SiloCrashes, "G1")]
    [InlineData(Breakage.NoCeiling, FaultMix.Pauses, "G1")]
    [InlineData(Breakage.RefundedWhileSpent, FaultMix.None, "G1")]
    [InlineData(Breakage.NoCompareAndSwap, FaultMix.Pauses, "G1")]
    [InlineData(Breakage.DeniedIsLearned, FaultMix.None, "G1")]
    [InlineData(Breakage.DeniedIsLearned, FaultMix.None, "G3")]
    public void ABreakageIsFoundWithin100Runs(Breakage breakage, FaultMix mix, string guarantee) =>
        AssertFound(seed => Scenario.Draw(seed, mix) with { Breakage = breakage }, guarantee);

    // What a lease may be used too long is what its answer took: well under a second, so it shows only when all of it and all the rest is used in that time.
    [Fact]
    public void ADeadlineThatCountsFromTheAnswerIsFoundWithin100Runs() => AssertFound(
        seed =>
        {
            var drawn = Scenario.Draw(seed, FaultMix.None);
            return drawn with
            {
                Breakage = Breakage.DeadlineFromReceipt,
                OnlyAmbushes = true,
                HasSlowLinks = true,
                IsStrict = false,
                Shape = PolicyShape.Items,
                MaxBatch = 1,
                Policy = drawn.Policy with { Limits = [new Limit("items", LimitKind.Velocity, LimitUnit.Items, 1_200, TimeSpan.FromMinutes(1), 150)] },
            };
        },
        "G1");

    // The same runs break nothing when nothing is broken.
    private static void AssertFound(Func<int, Scenario> draw, string guarantee)
    {
        for (var seed = 1; seed <= 100; seed++)
        {
            var result = SimulationRun.Make(draw(seed));
            if (result.Violation?.Contains(guarantee, StringComparison.Ordinal) == true)
            {
                Assert.Null(SimulationRun.Make(result.Scenario with { Breakage = Breakage.None }).Violation);
                return;
            }
        }

        Assert.Fail($"Nothing was found: {guarantee}.");
    }
}
