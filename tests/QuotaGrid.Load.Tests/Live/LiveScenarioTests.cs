using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Live;

namespace QuotaGrid.Load.Tests.Live;

public sealed class LiveScenarioTests
{
    [Theory]
    [InlineData(240, false, 440)]
    [InlineData(720, true, 110)]
    public void AllAttacksTogetherAreBoundedInTime(double speed, bool isQuick, double seconds) =>
        Assert.InRange(LiveScenario.All(speed, isQuick).Sum(scenario => scenario.RealSeconds), 1, seconds);

    [Fact]
    public void TheBurstIsMadeInRealTimeAsTheExamHasIt()
    {
        var burst = LiveScenario.All(240, isQuick: false)[0];

        Assert.Equal(("a", 5, 1_400 * 3_600.0, 1_000), (burst.Attack.Name, burst.Attack.Puppets, burst.Attack.PerHour, burst.Attack.Batch));
        Assert.Equal((1.0, 1.0, 20.0), (burst.Speed, burst.Scale, burst.RealSeconds));
        Assert.Equal([GateFigure.Exposed, GateFigure.Detection], burst.Attack.Gates.Select(gate => gate.Figure));
    }

    [Fact]
    public void AQuickSplitHasAFifthOfThePuppetsOnAFifthOfTheBlocks()
    {
        var (full, quick) = (LiveScenario.All(240, isQuick: false)[1], LiveScenario.All(720, isQuick: true)[1]);

        Assert.Equal((1_000, 10, 1.0), (full.Attack.Puppets, full.Blocks, full.Scale));
        Assert.Equal((200, 2, 5.0), (quick.Attack.Puppets, quick.Blocks, quick.Scale));
    }

    [Fact]
    public void NewIdentitiesOfAChurnComeAThousandADay()
    {
        var churn = LiveScenario.All(240, isQuick: false)[^1];

        Assert.Equal(("b2", 333, 8.0, 500), (churn.Attack.Name, churn.Attack.Puppets, churn.Attack.SignUpHours, churn.Attack.MostPerPuppet));
        Assert.Equal(120, churn.RealSeconds, 6);
    }

    [Fact]
    public void PartsOfARunAreAttacksAndMeasurements() =>
        Assert.Equal(["a", "b.1000.order", "b.1000.random", "b2", "cost", "coverage"], LiveSettings.AllParts);
}
